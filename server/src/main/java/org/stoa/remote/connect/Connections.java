package org.stoa.remote.connect;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;

/// The connections to other servers, kept for the next request. Nothing is made before the first request: reading the
/// certificate authorities takes a moment, and a server may talk to no other. Thread-safe.
final class Connections implements AutoCloseable {
    /// One server that is slow holds up no more than this many requests.
    private static final int MAX_PER_ADDRESS = 10;

    /// Sockets that the process spends on other servers at most.
    private static final int MAX_IN_ALL = 1_000;

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// Shorter than what servers and their proxies usually keep: 60 s and more.
    private static final Duration KEPT = Duration.ofSeconds(45);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(20);

    private final Platform platform;
    private final Supplier<SSLContext> tls;
    private @Nullable Open open;
    private boolean closed;

    Connections(List<X509Certificate> authorities, Platform platform) {
        this.platform = platform;
        this.tls = () -> Trust.context(authorities);
    }

    private record Open(
            CloseableHttpClient client,
            PoolingHttpClientConnectionManager pool,
            Repeater sweeper) {}

    /// Returns the client.
    synchronized CloseableHttpClient client() {
        if (closed) {
            throw new IllegalStateException("the connections are closed");
        }
        if (open == null) {
            open = open();
        }
        return open.client();
    }

    private Open open() {
        PoolingHttpClientConnectionManager pool = pool(tls.get());
        CloseableHttpClient client =
                HttpClients.custom()
                        .setConnectionManager(pool)
                        .disableRedirectHandling()
                        .disableAutomaticRetries()
                        .disableContentCompression()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableDefaultUserAgent()
                        .build();
        Repeater sweeper =
                Repeater.start(
                        "remote-connections",
                        SWEEP_EVERY,
                        () -> pool.closeIdle(TimeValue.of(KEPT)),
                        platform);
        return new Open(client, pool, sweeper);
    }

    private static PoolingHttpClientConnectionManager pool(SSLContext context) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                // The JDK itself compares the name with the certificate, while it shakes hands.
                .setTlsSocketStrategy(
                        new DefaultClientTlsStrategy(
                                context, HostnameVerificationPolicy.BUILTIN, null))
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(Timeout.of(CONNECT)).build())
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(CONNECT))
                                .setSocketTimeout(Timeout.of(CONNECT))
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                .setMaxConnPerRoute(MAX_PER_ADDRESS)
                .setMaxConnTotal(MAX_IN_ALL)
                .build();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (open != null) {
            open.sweeper().close();
            open.client().close(CloseMode.IMMEDIATE);
        }
    }
}
