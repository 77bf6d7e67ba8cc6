package org.stoa.appservice.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.stoa.appservice.Registration;
import org.stoa.remote.RemotePath;

/// Plain HTTP or HTTPS to application services, which are the operator's own: any address will do, also one of this machine.
///
/// Each address has a client of its own, made when it is first needed. One whose service answers what is no HTTP is thrown away:
/// the JDK's client does not close the connection of such an answer before it is shut down itself, and forgets what the others
/// of its connections were in the middle of. Thread-safe.
final class ServiceHttp implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /// Lists of third-party users are the longest answers.
    private static final long MAX_ANSWER = 4 << 20;

    /// As many as there were addresses in registrations.
    private final Map<URI, HttpClient> clients = new ConcurrentHashMap<>();

    /// One request.
    ///
    /// @param body null for none
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Ask(String method, RemotePath path, byte @Nullable [] body, Duration timeout) {
        Ask to(RemotePath other) {
            return new Ask(method, other, body, timeout);
        }
    }

    /// Asks, with the token in the header and, for services written before there was one, in the query.
    ServiceAnswer send(Registration service, URI address, Ask ask) {
        HttpRequest request = request(service, address, ask);
        HttpClient client = clients.computeIfAbsent(address, _ -> client());
        CompletableFuture<HttpResponse<byte[]>> coming =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            HttpResponse<byte[]> answer =
                    coming.get(ask.timeout().toMillis(), TimeUnit.MILLISECONDS);
            return new ServiceAnswer.Answered(answer.statusCode(), answer.body());
        } catch (TimeoutException e) {
            coming.cancel(true);
            return new ServiceAnswer.TimedOut();
        } catch (ExecutionException e) {
            if (isNoHttp(e.getCause()) && clients.remove(address, client)) {
                client.shutdownNow();
            }
            return failure(e.getCause());
        } catch (InterruptedException e) {
            coming.cancel(true);
            Thread.currentThread().interrupt();
            return new ServiceAnswer.Unreachable("this server is stopping");
        }
    }

    private static boolean isNoHttp(@Nullable Throwable cause) {
        return cause instanceof ProtocolException || cause instanceof RuntimeException;
    }

    private static ServiceAnswer failure(@Nullable Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException e ->
                    new ServiceAnswer.Unreachable("no connection in time");
            case HttpTimeoutException e -> new ServiceAnswer.TimedOut();
            case IOException e ->
                    new ServiceAnswer.Unreachable(
                            e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            // What the client throws when an answer makes no sense, such as a length that is no
            // number.
            case RuntimeException e ->
                    new ServiceAnswer.Unreachable("its answer is no HTTP: " + e.getMessage());
            case null, default ->
                    throw new IllegalStateException("a request to a service failed", cause);
        };
    }

    private static HttpRequest request(Registration service, URI address, Ask ask) {
        RemotePath path = ask.path().with("access_token", service.hsToken());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path.text()))
                        .timeout(ask.timeout())
                        .header("Authorization", "Bearer " + service.hsToken());
        byte[] body = ask.body();
        if (body == null) {
            return request.method(ask.method(), BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", "application/json")
                .method(ask.method(), BodyPublishers.ofByteArray(body))
                .build();
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }
}
