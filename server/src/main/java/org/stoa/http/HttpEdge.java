package org.stoa.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.http.auth.Authenticator;
import org.stoa.platform.Platform;

/// The server's side towards clients and peers: all endpoints behind one door. Thread-safe.
public final class HttpEdge implements AutoCloseable {
    private final HttpConfig config;
    private final Platform platform;
    private final Router router;
    private final RequestPipeline pipeline;
    private @Nullable SocketServer sockets;
    private @Nullable MetricsServer metrics;

    /// Makes the edge; it does not listen yet.
    ///
    /// @param endpoints all endpoints of all features
    /// @param authenticator finds out who makes a request
    /// @param rateLimits the same that features count further tries with
    /// @param activity hears who does something
    public HttpEdge(
            HttpConfig config,
            List<? extends Endpoint> endpoints,
            Authenticator authenticator,
            RateLimits rateLimits,
            Activity activity,
            Platform platform) {
        this(
                config,
                endpoints,
                authenticator,
                rateLimits,
                activity,
                HeldBytes.ofBodies(),
                platform);
    }

    HttpEdge(
            HttpConfig config,
            List<? extends Endpoint> endpoints,
            Authenticator authenticator,
            RateLimits rateLimits,
            Activity activity,
            HeldBytes bodies,
            Platform platform) {
        this.config = config;
        this.platform = platform;
        this.router = new Router(endpoints);
        this.pipeline =
                new RequestPipeline(
                        config, router, authenticator, rateLimits, activity, bodies, platform);
    }

    /// Returns all routes, in the order of the endpoints.
    public List<Route> routes() {
        return router.routes();
    }

    /// Opens all listeners, the one for metrics included, and begins to answer.
    ///
    /// Errors: [ListenException] when one cannot be opened; none is open then.
    public synchronized void start() {
        try {
            SocketServer opening = new SocketServer(config, pipeline, platform);
            sockets = opening;
            opening.start();
            platform.metrics().gauge("stoa.http.in.flight", opening::inFlight);
            platform.metrics().gauge("stoa.http.connections", opening::connections);
            if (config.metrics() != null) {
                metrics = new MetricsServer(config.metrics(), platform.metrics());
                metrics.start();
            }
        } catch (ListenException e) {
            close();
            throw e;
        }
    }

    /// Returns where clients reach it, in the order of the configuration; empty when it does not listen.
    public synchronized List<InetSocketAddress> addresses() {
        return sockets == null ? List.of() : sockets.addresses();
    }

    /// Returns the URLs of [#addresses()].
    public synchronized List<String> urls() {
        return sockets == null ? List.of() : sockets.urls();
    }

    /// Returns the URL where Prometheus reaches it; empty when nobody asked for that.
    public Optional<String> metricsUrl() {
        return metricsAddress().map(address -> ListenerUrl.of(address, false) + "/metrics");
    }

    /// Returns where Prometheus reaches it; empty when nobody asked for that.
    public synchronized Optional<InetSocketAddress> metricsAddress() {
        return Optional.ofNullable(metrics).map(MetricsServer::address);
    }

    /// Reads certificates again whose files have changed, now instead of within 10 s.
    public synchronized void refreshCertificates() {
        if (sockets != null) {
            sockets.refresh();
        }
    }

    /// Gives the signal for the end, so that requests that wait are answered, and stops listening, within 2 s.
    @Override
    public synchronized void close() {
        platform.shutdown().begin();
        if (sockets != null) {
            sockets.stop();
            sockets = null;
        }
        if (metrics != null) {
            metrics.stop();
            metrics = null;
        }
    }

    /// Answers a request in memory, on the calling thread, exactly as one over a socket: for tests and tools.
    ///
    /// @param rawTarget path and query as they stand in a request line, encoded
    public Answer handle(
            String method, String rawTarget, Map<String, String> headers, byte[] body) {
        Response response = pipeline.handle(MemoryIncoming.of(method, rawTarget, headers, body));
        try {
            return new Answer(
                    response.status(),
                    response.headers().stream()
                            .map(header -> new Answer.Header(header.name(), header.value()))
                            .toList(),
                    method.equals("HEAD") ? new byte[0] : bodyOf(response));
        } finally {
            response.sent();
        }
    }

    private static byte[] bodyOf(Response response) {
        return switch (response.body()) {
            case Response.Body.Bytes(byte[] bytes) -> bytes;
            case Response.Body.Streamed(BodyWriter writer) -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try {
                    writer.write(out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                yield out.toByteArray();
            }
            case Response.Body.Pieces _ -> throw new IllegalStateException("it was not begun");
        };
    }
}
