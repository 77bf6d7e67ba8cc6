package org.stoa.bridge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// Pushes events to an application service, in order, each transaction until it is taken; and asks it.
public final class FakePush implements AutoCloseable {

    private static final int NOBODY = 0;

    /// While the service is away it is tried this often.
    private static final long RETRY_MILLIS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String token;
    private final Deque<JsonObject> pending = new ArrayDeque<>();
    private final Thread worker = Thread.ofVirtual().unstarted(this::run);
    private int port = NOBODY;
    private int transaction;
    private boolean twice;

    FakePush(String token) {
        this.token = token;
        worker.start();
    }

    synchronized void add(JsonObject event) {
        pending.add(event);
        notifyAll();
    }

    synchronized void to(int newPort) {
        port = newPort;
        notifyAll();
    }

    /// Sends each transaction twice from now on, as if the first answer were lost.
    public synchronized void sendTwice() {
        twice = true;
    }

    /// Sends a transaction now, and returns the status of the answer.
    public int transaction(String id, JsonObject... events) {
        return put(
                "/_matrix/app/v1/transactions/" + id,
                JsonObject.of("events", JsonArray.of(List.of(events))));
    }

    /// Returns the status of the answer.
    public int get(String path) {
        return send(request(path).GET().build()).statusCode();
    }

    /// Returns the answer.
    public Json json(String path) {
        return Json.parse(send(request(path).GET().build()).body());
    }

    /// Returns the status of the answer.
    public int post(String path, JsonObject body) {
        return send(request(path)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toBytes()))
                        .build())
                .statusCode();
    }

    /// Returns the status of the answer.
    public int put(String path, JsonObject body) {
        return send(request(path)
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(body.toBytes()))
                        .build())
                .statusCode();
    }

    @Override
    public void close() {
        worker.interrupt();
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        int to;
        synchronized (this) {
            to = port;
        }
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to + path))
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void run() {
        try {
            while (true) {
                List<JsonObject> events = next();
                String path = "/_matrix/app/v1/transactions/" + ++transaction;
                JsonObject body = JsonObject.of("events", JsonArray.of(events));
                int times = isTwice() ? 2 : 1;
                for (int taken = 0; taken < times; ) {
                    if (isTaken(path, body)) {
                        taken++;
                    }
                }
            }
        } catch (InterruptedException | IllegalStateException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTaken(String path, JsonObject body) throws InterruptedException {
        try {
            if (put(path, body) == 200) {
                return true;
            }
        } catch (UncheckedIOException away) {
            // It is tried again.
        }
        Thread.sleep(RETRY_MILLIS);
        return false;
    }

    private synchronized boolean isTwice() {
        return twice;
    }

    private synchronized List<JsonObject> next() throws InterruptedException {
        while (pending.isEmpty() || port == NOBODY) {
            wait();
        }
        List<JsonObject> events = new ArrayList<>(pending);
        pending.clear();
        return events;
    }
}
