package org.stoa.bench.scenario;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.bench.homeserver.TrivialServer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Json;

/// The listening side of an application service: remembers the messages that it is told of, or refuses to take any.
/// Thread-safe.
final class EventReceiver implements AutoCloseable {
    private static final byte[] TAKEN = TrivialServer.answer("200 OK", "{}");
    private static final byte[] REFUSED = TrivialServer.answer("503 Service Unavailable", "{}");

    private final TrivialServer server;
    private final Map<String, List<String>> messages = new HashMap<>();
    private int count;
    private boolean refuses;

    EventReceiver() throws IOException {
        server = new TrivialServer(this::take);
    }

    URI uri() {
        return server.uri();
    }

    /// Says whether what comes is refused from now on.
    synchronized void refuse(boolean refuse) {
        refuses = refuse;
    }

    /// The ids of the messages of a room in the order in which they came: one that came twice is there twice.
    synchronized List<String> messages(String room) {
        return List.copyOf(messages.getOrDefault(room, List.of()));
    }

    /// How many messages have come.
    synchronized int count() {
        return count;
    }

    /// Waits until so many messages have come in all.
    synchronized void await(int expected, long patienceMillis) throws InterruptedException {
        long deadline = System.nanoTime() + patienceMillis * 1_000_000;
        while (count < expected) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            CheckFailed.unless(left > 0, "the service was told of " + count + " of " + expected);
            wait(left);
        }
    }

    private synchronized byte[] take(byte[] body) {
        if (refuses) {
            return REFUSED;
        }
        if (body.length > 0) {
            for (Json event : Json.parse(body).at("events").items()) {
                if (event.at("type").text().equals("m.room.message")) {
                    messages.computeIfAbsent(event.at("room_id").text(), _ -> new ArrayList<>())
                            .add(event.at("event_id").text());
                    count++;
                }
            }
            notifyAll();
        }
        return TAKEN;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
