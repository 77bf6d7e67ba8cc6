package org.stoa.bench.federation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate authority for one run, and a certificate of it for `127.0.0.1`, made by the JDK's `keytool`: as PEM files for
/// the server under load, as a context for the scripted ones.
public final class Certificates {
    private static final String PASSWORD = "bench-certificates";
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    private final Path folder;
    private final SSLContext context;

    /// Makes them in a folder.
    public Certificates(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        make(AUTHORITY, "-ext", "bc:critical=ca:true");
        make(SERVER, "-signer", AUTHORITY, "-ext", "san=ip:127.0.0.1");
        try {
            KeyStore keys = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
            writeAll(keys);
            context = context(keys);
        } catch (GeneralSecurityException broken) {
            throw new IOException("what keytool made cannot be read", broken);
        }
    }

    private void make(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=bench " + alias));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
        command.addAll(List.of("-keystore", store().toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no certificate: " + said);
        }
    }

    private Path store() {
        return folder.resolve("keys.p12");
    }

    private void writeAll(KeyStore keys) throws GeneralSecurityException, IOException {
        write(authority(), "CERTIFICATE", keys.getCertificate(AUTHORITY).getEncoded());
        write(certificate(), "CERTIFICATE", keys.getCertificate(SERVER).getEncoded());
        write(key(), "PRIVATE KEY", keys.getKey(SERVER, PASSWORD.toCharArray()).getEncoded());
    }

    private static void write(Path file, String what, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
    }

    /// Only what each side needs: a store with both keys could present the authority's.
    private static SSLContext context(KeyStore keys) throws GeneralSecurityException, IOException {
        char[] password = PASSWORD.toCharArray();
        KeyStore own = empty();
        own.setKeyEntry(
                SERVER,
                keys.getKey(SERVER, password),
                password,
                new Certificate[] {keys.getCertificate(SERVER)});
        KeyStore trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, keys.getCertificate(AUTHORITY));
        KeyManagerFactory presented =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        presented.init(own, password);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(presented.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /// Presents the certificate and trusts the authority.
    public SSLContext context() {
        return context;
    }

    /// The authority's certificate, which the server under load trusts.
    public Path authority() {
        return folder.resolve("ca.crt");
    }

    /// The certificate of all servers.
    public Path certificate() {
        return folder.resolve("server.crt");
    }

    /// The key of [#certificate].
    public Path key() {
        return folder.resolve("server.key");
    }
}
