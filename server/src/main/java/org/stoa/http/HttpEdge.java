package org.stoa.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.stoa.http.auth.TokenLookup;
import org.stoa.platform.Platform;

/// The server's side towards clients and peers: all endpoints behind one door. Thread-safe.
public final class HttpEdge {
    private final Router router;
    private final RequestPipeline pipeline;

    /// Makes the edge; it does not listen yet.
    ///
    /// @param endpoints all endpoints of all features
    /// @param tokens finds the account behind an access token
    /// @param rateLimits the same that features count further tries with
    public HttpEdge(
            HttpConfig config,
            List<? extends Endpoint> endpoints,
            TokenLookup tokens,
            RateLimits rateLimits,
            Platform platform) {
        this.router = new Router(endpoints);
        this.pipeline = new RequestPipeline(config, router, tokens, rateLimits, platform);
    }

    /// Returns all routes, in the order of the endpoints.
    public List<Route> routes() {
        return router.routes();
    }

    /// Answers a request in memory, on the calling thread, exactly as one over a socket: for tests and tools.
    ///
    /// @param rawTarget path and query as they stand in a request line, encoded
    public Answer handle(
            String method, String rawTarget, Map<String, String> headers, byte[] body) {
        Response response = pipeline.handle(MemoryIncoming.of(method, rawTarget, headers, body));
        return new Answer(
                response.status(),
                response.headers().stream()
                        .map(header -> new Answer.Header(header.name(), header.value()))
                        .toList(),
                method.equals("HEAD") ? new byte[0] : bodyOf(response));
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
        };
    }
}
