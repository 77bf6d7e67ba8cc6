package org.stoa.walkthrough;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Asks a server as the texts do: plain requests, tokens in the query, and bodies that say they are forms, as `curl -d`
/// has them.
final class Curl {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    Curl(URI server) {
        this.server = server;
    }

    /// What was answered.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(int status, String contentType, byte[] body) {
        JsonObject json() {
            return Json.parseObject(body);
        }

        JsonArray array() {
            return (JsonArray) Json.parse(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /// The object of an answer with status 200.
        JsonObject ok() {
            if (status != 200) {
                throw new AssertionError("answered " + status + ": " + text());
            }
            return json();
        }
    }

    Answer get(String path) {
        return ask(HttpRequest.newBuilder(server.resolve(path)).GET());
    }

    Answer post(String path, String body) {
        return ask(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// A POST without any body.
    Answer post(String path) {
        return ask(
                HttpRequest.newBuilder(server.resolve(path))
                        .POST(HttpRequest.BodyPublishers.noBody()));
    }

    Answer put(String path, String body) {
        return ask(
                HttpRequest.newBuilder(server.resolve(path))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    /// A value as it stands in a path or a query.
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer ask(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response =
                    http.send(
                            request.timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking", e);
        }
    }
}
