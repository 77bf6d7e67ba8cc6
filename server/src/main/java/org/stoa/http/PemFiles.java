package org.stoa.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Reads a certificate and its private key, as they come from a certificate authority.
final class PemFiles {
    private static final byte[] SAMPLE = {1, 2, 3, 4};

    private PemFiles() {}

    /// Returns a key store, without a password, with the one key.
    ///
    /// Errors: GeneralSecurityException or IOException, with a message that names the file, when one cannot be read, is
    /// not PEM, or the two do not belong together.
    static KeyStore load(TlsConfig tls) throws IOException, GeneralSecurityException {
        Certificate[] chain = chain(tls.certificate());
        PrivateKey key = key(tls.key());
        if (!belongTogether(chain[0].getPublicKey(), key)) {
            throw new GeneralSecurityException(
                    "The key in "
                            + tls.key()
                            + " is not that of the first certificate in "
                            + tls.certificate());
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("stoa", key, new char[0], chain);
        return store;
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("There is no certificate in " + file);
            }
            return found.toArray(Certificate[]::new);
        } catch (CertificateException e) {
            throw new GeneralSecurityException("There is no certificate in " + file, e);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(reader)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                // An EC key may come after its parameters.
                if (part instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (part instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
            }
        } catch (PEMException e) {
            throw new GeneralSecurityException("The private key in " + file + " is damaged", e);
        }
        throw new GeneralSecurityException("There is no private key without a password in " + file);
    }

    private static boolean belongTogether(PublicKey certified, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm =
                switch (certified.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> certified.getAlgorithm();
                };
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(SAMPLE);
        return signature.verify(signed);
    }
}
