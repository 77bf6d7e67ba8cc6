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
import java.util.concurrent.ThreadLocalRandom;
import org.stoa.conformance.shape.ShapeLog;

/// A connection to a server, with an access token or without. Safe for use by several threads.
public final class Client implements Caller {
    /// Far longer than the longest `/sync` that a test asks for: only a server that hangs gets there.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// How often a request is sent again that came too early for the server's rate limits.
    private static final int TRIES = 10;

    private static final int TOO_MANY_REQUESTS = 429;
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
        Answer answer = patiently(request.build(), describe(method, target, body));
        shapes.check(method, target, answer.status(), answer.header("Content-Type"), answer.body());
        return answer;
    }

    /// Waits as the server says when it limits the rate of requests. Spec: client-server-api#rate-limiting.
    private Answer patiently(HttpRequest request, String description) {
        Answer answer = send(request, description);
        for (int tries = 1; answer.status() == TOO_MANY_REQUESTS && tries < TRIES; tries++) {
            Optional<Long> wait = answer.json().find("retry_after_ms").map(Json::integer);
            Deadline.pause(Duration.ofMillis(wait.orElse(500L) + jitter()));
            answer = send(request, description);
        }
        return answer;
    }

    /// So that tests which were sent away together do not come again together.
    private static long jitter() {
        return ThreadLocalRandom.current().nextLong(500);
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
