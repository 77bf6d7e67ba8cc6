package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.platform.Platform;

@Timeout(60)
final class TlsTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "EC, SHA256withECDSA, true",
        "EC, SHA256withECDSA, false",
        "RSA, SHA256withRSA, true",
        "RSA, SHA256withRSA, false",
        "Ed25519, Ed25519, true"
    })
    void listener_withACertificate_speaksTls(String algorithm, String signature, boolean pkcs8)
            throws Exception {
        KeyPair pair = writePair("one", algorithm, signature, 1);
        if (!pkcs8) {
            write("key.pem", pem(olderForm(pair)), 1);
        }
        try (HttpEdge edge = edge()) {
            edge.start();

            assertThat(certificateOf(edge)).isEqualTo("CN=one");
        }
    }

    @Test
    void certificate_thatWasReplaced_isUsedWithoutARestart() throws Exception {
        writePair("one", "EC", "SHA256withECDSA", 1);
        try (HttpEdge edge = edge()) {
            edge.start();
            assertThat(certificateOf(edge)).isEqualTo("CN=one");

            writePair("two", "EC", "SHA256withECDSA", 2);
            edge.refreshCertificates();

            assertThat(certificateOf(edge)).isEqualTo("CN=two");
        }
    }

    @Test
    void certificate_thatIsReplacedByNonsense_staysAsItWas() throws Exception {
        writePair("one", "EC", "SHA256withECDSA", 1);
        try (HttpEdge edge = edge()) {
            edge.start();

            write("cert.pem", "nonsense", 2);
            edge.refreshCertificates();

            assertThat(certificateOf(edge)).isEqualTo("CN=one");
        }
    }

    @Test
    void certificate_replacedBeforeItsKey_isUsedWhenTheKeyHasComeToo() throws Exception {
        writePair("one", "EC", "SHA256withECDSA", 1);
        try (HttpEdge edge = edge()) {
            edge.start();
            String oldKey = Files.readString(folder.resolve("key.pem"));
            writePair("two", "EC", "SHA256withECDSA", 2);
            String newKey = Files.readString(folder.resolve("key.pem"));
            write("key.pem", oldKey, 2);

            edge.refreshCertificates();
            assertThat(certificateOf(edge)).isEqualTo("CN=one");

            write("key.pem", newKey, 3);
            edge.refreshCertificates();
            assertThat(certificateOf(edge)).isEqualTo("CN=two");
        }
    }

    @Test
    void start_withAKeyOfAnotherCertificate_saysSo() throws Exception {
        writePair("one", "EC", "SHA256withECDSA", 1);
        String key = Files.readString(folder.resolve("key.pem"));
        writePair("two", "EC", "SHA256withECDSA", 1);
        write("key.pem", key, 1);

        try (HttpEdge edge = edge()) {
            assertThatThrownBy(edge::start)
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining("is not that of the first certificate in");
        }
    }

    @Test
    void start_withoutTheFile_namesIt() {
        try (HttpEdge edge = edge()) {
            assertThatThrownBy(edge::start)
                    .isInstanceOf(ListenException.class)
                    .hasMessageContaining("cert.pem");
        }
    }

    /// What is encrypted is a connection inside of another.
    @Test
    void connection_overTls_countsOnce() throws Exception {
        writePair("one", "EC", "SHA256withECDSA", 1);
        try (HttpEdge edge = edge(HttpLimits.defaults().withConnections(2, 2))) {
            edge.start();
            try (RawClient silent = new RawClient(edge.addresses().getFirst())) {
                assertThat(certificateOf(edge)).isEqualTo("CN=one");
                silent.send("x");
            }
        }
    }

    private HttpEdge edge() {
        return edge(HttpLimits.defaults());
    }

    private HttpEdge edge(HttpLimits limits) {
        TlsConfig tls = new TlsConfig(folder.resolve("cert.pem"), folder.resolve("key.pem"));
        return new TestEdge(Platform.system())
                .config(config -> config.withLimits(limits))
                .config(
                        config ->
                                config.withListeners(
                                        List.of(ListenerConfig.https("127.0.0.1", 0, tls))))
                .with(Route.get("/").access(Access.PUBLIC), request -> Response.ok())
                .build();
    }

    private KeyPair writePair(String name, String algorithm, String signature, int second)
            throws Exception {
        KeyPair pair = generate(algorithm);
        X500Name subject = new X500Name("CN=" + name);
        Object certificate =
                new JcaX509v3CertificateBuilder(
                                subject,
                                BigInteger.valueOf(second),
                                Date.from(Instant.EPOCH),
                                Date.from(Instant.parse("2099-01-01T00:00:00Z")),
                                subject,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder(signature).build(pair.getPrivate()));
        write("cert.pem", pem(certificate), second);
        write("key.pem", pem(new JcaPKCS8Generator(pair.getPrivate(), null)), second);
        return pair;
    }

    /// Returns a key in the form that older tools write, with the header `BEGIN EC PRIVATE KEY` or `BEGIN RSA PRIVATE KEY`.
    private static Object olderForm(KeyPair pair) throws IOException {
        if (!(pair.getPrivate() instanceof ECPrivateKey key)) {
            return pair.getPrivate();
        }
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        return new PemObject(
                "EC PRIVATE KEY",
                new org.bouncycastle.asn1.sec.ECPrivateKey(
                                256,
                                key.getS(),
                                info.getPublicKeyData(),
                                info.getAlgorithm().getParameters())
                        .getEncoded());
    }

    private static KeyPair generate(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    private void write(String name, String text, int second) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(second)));
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static String certificateOf(HttpEdge edge) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        InetSocketAddress address = edge.addresses().getFirst();
        try (SSLSocket socket =
                        (SSLSocket)
                                context.getSocketFactory()
                                        .createSocket(address.getAddress(), address.getPort());
                RawClient client = new RawClient(socket)) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").read().text())
                    .isEqualTo("{}");
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
