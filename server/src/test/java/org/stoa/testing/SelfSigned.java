package org.stoa.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate of the loopback address that signed itself, and its key, as PEM files.
public final class SelfSigned {
    private static final String PASSWORD = "secret";
    private static final String ALIAS = "test";

    private final Path folder;
    private final KeyStore store;

    private SelfSigned(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    /// Makes one with the JDK's tool, in an existing folder.
    public static SelfSigned in(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("store.p12");
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD);
        int exit =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new AssertionError("keytool ended with " + exit);
        }
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        SelfSigned made = new SelfSigned(folder, store);
        Files.writeString(
                made.certificate(), pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
        Files.writeString(
                made.key(),
                pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
        return made;
    }

    private static String pem(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, text, kind);
    }

    /// The file of the certificate.
    public Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /// The file of the key.
    public Path key() {
        return folder.resolve("key.pem");
    }

    /// A client's trust in this certificate alone.
    public SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), new SecureRandom());
        return context;
    }
}
