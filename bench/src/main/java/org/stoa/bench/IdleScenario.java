package org.stoa.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Many clients that wait in /sync with nothing to hear. It counts only when a message then reaches those who share its
/// room.
final class IdleScenario {
    private static final int USERS = 100;
    private static final long SETTLE_MILLIS = 15_000;
    private static final long WATCH_MILLIS = 20_000;

    private final Users users;
    private final int waiting;

    IdleScenario(Users users, int waiting) {
        this.users = users;
        this.waiting = waiting;
    }

    /// Parks the requests and returns a line for the report.
    String run(long serverPid) throws IOException, InterruptedException {
        List<String> tokens = new ArrayList<>();
        List<String> since = new ArrayList<>();
        String room;
        try (Connection connection = new Connection(users.target())) {
            for (int user = 0; user < USERS; user++) {
                tokens.add(users.register(connection, user));
            }
            room = users.room(connection, tokens.getFirst());
            for (String token : tokens) {
                connection.call("POST", "/_matrix/client/v3/join/" + room, token, "{}").orThrow();
            }
            for (String token : tokens) {
                since.add(
                        connection
                                .call("GET", "/_matrix/client/v3/sync", token, "")
                                .orThrow()
                                .text("next_batch"));
            }
        }
        Thread.sleep(SETTLE_MILLIS);
        ProcessCost before = ProcessCost.of(serverPid);
        List<Connection> parked = park(tokens, since);
        Thread.sleep(SETTLE_MILLIS);
        ProcessCost settled = ProcessCost.of(serverPid);
        Thread.sleep(WATCH_MILLIS);
        ProcessCost after = ProcessCost.of(serverPid);
        wakeAll(parked, tokens.getFirst(), room);
        return String.format(
                Locale.ROOT,
                "%d idle /sync: %.1f kB each, %.2f %% of a core",
                waiting,
                (after.residentKib() - before.residentKib()) * 1.024 / waiting,
                (after.cpuMillis() - settled.cpuMillis()) * 100.0 / WATCH_MILLIS);
    }

    private List<Connection> park(List<String> tokens, List<String> since) throws IOException {
        List<Connection> parked = new ArrayList<>();
        for (int i = 0; i < waiting; i++) {
            Connection connection = new Connection(users.target());
            int user = i % USERS;
            connection.send(
                    "GET",
                    "/_matrix/client/v3/sync?timeout=180000&since=" + since.get(user),
                    tokens.get(user),
                    "");
            parked.add(connection);
        }
        return parked;
    }

    private void wakeAll(List<Connection> parked, String token, String room) throws IOException {
        try (Connection connection = new Connection(users.target())) {
            connection
                    .call(
                            "PUT",
                            "/_matrix/client/v3/rooms/" + room + "/send/m.room.message/wake",
                            token,
                            "{\"msgtype\":\"m.text\",\"body\":\"wake up\"}")
                    .orThrow();
        }
        for (Connection connection : parked) {
            if (!connection.receive().orThrow().body().contains("wake up")) {
                throw new IllegalStateException("a waiting client did not get the message");
            }
            connection.close();
        }
    }
}
