package org.stoa.bench.federation;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;

/// Signed requests of scripted servers to the server under load. Safe for use by many threads.
public final class Requests implements AutoCloseable {
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    private final Federation federation;
    private final HttpClient client;

    public Requests(Federation federation) {
        this.federation = federation;
        client =
                HttpClient.newBuilder()
                        .sslContext(federation.tls())
                        .version(HttpClient.Version.HTTP_1_1)
                        .build();
    }

    /// A request that is ready to go, so that signing it is not measured.
    public HttpRequest prepare(Peer origin, String method, String target, String content) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(federation.uri().resolve(target))
                        .timeout(MAX_WAIT)
                        .header(
                                "Authorization",
                                origin.authorization(
                                        method, target, federation.serverName(), content));
        return content.isEmpty()
                ? builder.method(method, HttpRequest.BodyPublishers.noBody()).build()
                : builder.header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(content))
                        .build();
    }

    /// Sends it.
    public Answer send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.body());
    }

    /// Signs and sends.
    public Answer call(Peer origin, String method, String target, String content)
            throws IOException, InterruptedException {
        return send(prepare(origin, method, target, content));
    }

    /// A transaction of events.
    public HttpRequest transaction(Peer origin, String id, List<Pdu> pdus) {
        return prepare(
                origin, "PUT", "/_matrix/federation/v1/send/" + id, Peer.transaction(origin, pdus));
    }

    /// Sends a transaction, and fails unless each of its events was taken.
    public void deliver(HttpRequest transaction, int pdus)
            throws IOException, InterruptedException {
        Answer answer = send(transaction).orThrow();
        var results = answer.json().at("pdus").members();
        CheckFailed.unless(
                results.size() == pdus
                        && results.values().stream().noneMatch(one -> one.at("error").isThere()),
                "of " + pdus + " events not all were taken: " + answer.string());
    }

    @Override
    public void close() {
        client.close();
    }
}
