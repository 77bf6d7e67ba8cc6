package org.stoa.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// Requests over a socket. An IOException of the connection comes out as UncheckedIOException.
public final class SocketTransport implements Transport {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;

    public SocketTransport(URI server) {
        this.server = server;
    }

    @Override
    public Answer exchange(String method, String target, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(target))
                        .timeout(PATIENCE)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<byte[]> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> fields =
                    response.headers().map().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey, each -> each.getValue().getFirst()));
            return new Answer(response.statusCode(), fields, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking", e);
        }
    }
}
