package org.stoa.conformance.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.stoa.conformance.shape.ShapeLog;

/// A connection to a server, with an access token or without. Safe for use by several threads.
public final class Client implements Caller {
    /// Far longer than the longest `/sync` that a test asks for: only a server that hangs gets there.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int SHOWN = 1000;

    private final HttpClient http;
    private final URI base;
    private final ShapeLog shapes;
    private final Optional<String> token;

    Client(HttpClient http, URI base, ShapeLog shapes, Optional<String> token) {
        this.http = http;
        this.base = base;
        this.shapes = shapes;
        this.token = token;
    }

    /// The same connection with this access token, which need not be a valid one.
    public Client withToken(String accessToken) {
        return new Client(http, base, shapes, Optional.of(accessToken));
    }

    @Override
    public Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + target))
                        .timeout(PATIENCE)
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        token.ifPresent(value -> request.setHeader("Authorization", "Bearer " + value));
        headers.forEach(request::setHeader);
        Answer answer = send(request.build(), describe(method, target, body));
        shapes.check(method, target, answer.status(), answer.header("Content-Type"), answer.body());
        return answer;
    }

    private Answer send(HttpRequest request, String description) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(
                    description, response.statusCode(), response.headers(), response.body());
        } catch (IOException broken) {
            throw new AssertionError("no answer to " + description + ": " + broken, broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + description, interrupted);
        }
    }

    private static String describe(String method, String target, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return (method
                        + " "
                        + target
                        + " "
                        + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text))
                .strip();
    }
}
