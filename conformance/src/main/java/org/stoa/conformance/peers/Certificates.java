package org.stoa.conformance.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate authority for one run, and a certificate of it for `127.0.0.1`, made by the JDK's `keytool`, as PEM files.
final class Certificates {
    private static final String PASSWORD = "conformance";
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";

    private final Path folder;

    /// Makes them, in a folder that exists.
    Certificates(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        make(AUTHORITY, "-ext", "bc:critical=ca:true");
        make(SERVER, "-signer", AUTHORITY, "-ext", "san=ip:127.0.0.1");
        try {
            writeAll();
        } catch (GeneralSecurityException broken) {
            throw new IOException("what keytool made cannot be read", broken);
        }
    }

    private void make(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(
                List.of("-genkeypair", "-alias", alias, "-dname", "CN=conformance " + alias));
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

    private void writeAll() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
        write(authority(), "CERTIFICATE", keys.getCertificate(AUTHORITY).getEncoded());
        write(certificate(), "CERTIFICATE", keys.getCertificate(SERVER).getEncoded());
        write(key(), "PRIVATE KEY", keys.getKey(SERVER, PASSWORD.toCharArray()).getEncoded());
    }

    private static void write(Path file, String what, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what));
    }

    /// The authority's certificate, which both servers trust.
    Path authority() {
        return folder.resolve("ca.crt");
    }

    /// The servers' certificate.
    Path certificate() {
        return folder.resolve("server.crt");
    }

    /// The key of [#certificate].
    Path key() {
        return folder.resolve("server.key");
    }
}
