package org.stoa.conformance.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertificatesTest {
    @Test
    void certificate_isOfTheAuthority_forTheAddress(@TempDir Path folder) throws Exception {
        Certificates certificates = new Certificates(folder);

        X509Certificate certificate = read(certificates.certificate());
        certificate.verify(read(certificates.authority()).getPublicKey());
        int address = 7;
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(address, "127.0.0.1"));
        assertThat(isOf(readKey(certificates.key()), certificate)).isTrue();
    }

    private static X509Certificate read(Path file) throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey readKey(Path file) throws GeneralSecurityException, IOException {
        String content = Files.readString(file).replaceAll("-----[^-]*-----", "");
        byte[] key = Base64.getMimeDecoder().decode(content);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    private static boolean isOf(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        signature.update((byte) 1);
        return signature.verify(signed);
    }
}
