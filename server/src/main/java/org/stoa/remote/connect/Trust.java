package org.stoa.remote.connect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Who may vouch for other servers: the certificate authorities of this machine's Java, and the operator's own.
public final class Trust {
    private Trust() {}

    /// Returns the certificates in a PEM file.
    ///
    /// Errors: IOException, with a message that names the file, when it cannot be read or holds none.
    public static List<X509Certificate> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> found = new ArrayList<>();
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                found.add((X509Certificate) each);
            }
            if (found.isEmpty()) {
                throw new IOException("there is no certificate in " + file);
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException("there is no certificate in " + file, e);
        }
    }

    /// Returns a context whose connections trust the machine's authorities and these. Reading the former takes a moment.
    static SSLContext context(List<X509Certificate> own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(own), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate authorities cannot be used", e);
        }
    }

    private static TrustManager[] managers(List<X509Certificate> own)
            throws GeneralSecurityException, IOException {
        TrustManager[] system = managers((KeyStore) null);
        if (own.isEmpty()) {
            return system;
        }
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (TrustManager manager : system) {
            if (manager instanceof X509TrustManager authorities) {
                for (X509Certificate each : authorities.getAcceptedIssuers()) {
                    all.setCertificateEntry("system-" + number++, each);
                }
            }
        }
        for (X509Certificate each : own) {
            all.setCertificateEntry("own-" + number++, each);
        }
        return managers(all);
    }

    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
