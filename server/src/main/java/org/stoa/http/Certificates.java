package org.stoa.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of one listener, read anew when its files have changed. Connections that exist go on with the old one.
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final TlsConfig tls;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private @Nullable Stamp seen;

    /// Reads the files. Errors: [ListenException].
    Certificates(TlsConfig tls) {
        this.tls = tls;
        try {
            seen = stamp();
            factory.setKeyStore(PemFiles.load(tls));
            factory.setKeyStorePassword("");
            // Any name that leads here gets the certificate; whether it fits is for the client to
            // say.
            factory.setSniRequired(false);
        } catch (IOException | GeneralSecurityException e) {
            throw ListenException.ofCertificate("The certificate cannot be used: " + reason(e), e);
        }
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    /// Reads the files again when they have changed; keeps what it has when they are not fit to be used (a renewal may have
    /// replaced only one of them yet), and tries again when they change once more.
    synchronized void refresh() {
        try {
            Stamp now = stamp();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            var store = PemFiles.load(tls);
            factory.reload(changed -> changed.setKeyStore(store));
            LOG.info("The certificate {} was read again", tls.certificate());
        } catch (Exception e) {
            LOG.warn("The certificate stays as it was: {}", reason(e));
        }
    }

    private Stamp stamp() throws IOException {
        return new Stamp(changed(tls.certificate()), changed(tls.key()));
    }

    private static FileTime changed(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    private static String reason(Exception e) {
        if (e instanceof GeneralSecurityException) {
            return String.valueOf(e.getMessage());
        }
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /// When both files were last written; links are followed.
    private record Stamp(FileTime certificate, FileTime key) {}
}
