package org.stoa.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.stoa.http.TlsConfig;

/// A certificate authority of the test, which nobody else trusts.
public final class TestAuthority {
    private static final Instant BEGIN = Instant.EPOCH;
    private static final Instant END = Instant.parse("2099-01-01T00:00:00Z");
    private static final X500Name NAME = new X500Name("CN=Test authority");

    private final KeyPair pair = generate();
    private final X509Certificate certificate;
    private long serial = 1;

    public TestAuthority() {
        this.certificate = certificate(NAME, pair, END, true);
    }

    /// A certificate with its key.
    public record Issued(X509Certificate certificate, KeyPair pair) {}

    /// The authority's own certificate.
    public X509Certificate certificate() {
        return certificate;
    }

    /// Certifies a name or an address.
    public Issued issue(String... hosts) {
        return issue(END, hosts);
    }

    /// Certifies a name or an address up to some time.
    public Issued issue(Instant end, String... hosts) {
        KeyPair own = generate();
        return new Issued(certificate(new X500Name("CN=test"), own, end, false, hosts), own);
    }

    /// What a server in a test shows.
    public SSLContext context(Issued issued) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "own",
                    issued.pair().getPrivate(),
                    new char[0],
                    new Certificate[] {issued.certificate(), certificate});
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a certificate and its key as PEM files, for a listener.
    public TlsConfig files(Path folder, Issued issued) {
        TlsConfig files = new TlsConfig(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        try {
            Files.createDirectories(folder);
            Files.writeString(files.certificate(), pem(issued.certificate()));
            Files.writeString(
                    files.key(), pem(new JcaPKCS8Generator(issued.pair().getPrivate(), null)));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes the authority's own certificate as a PEM file.
    public Path file(Path file) {
        try {
            return Files.writeString(file, pem(certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private X509Certificate certificate(
            X500Name subject, KeyPair own, Instant end, boolean authority, String... hosts) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                            NAME,
                            BigInteger.valueOf(serial++),
                            Date.from(BEGIN),
                            Date.from(end),
                            subject,
                            own.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (hosts.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(
                                Arrays.stream(hosts)
                                        .map(TestAuthority::name)
                                        .toArray(GeneralName[]::new)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GeneralName name(String host) {
        boolean address = host.matches("[0-9.]+");
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
