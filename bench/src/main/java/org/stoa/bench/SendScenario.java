package org.stoa.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Workers that each send messages to a room of their own, as fast as they are answered. A figure counts only after
/// every room was read back and has each message once, in order.
final class SendScenario {
    private final Users users;
    private final int workers;
    private final int messages;

    SendScenario(Users users, int workers, int messages) {
        this.users = users;
        this.workers = workers;
        this.messages = messages;
    }

    /// What a worker sent: how long each message took, and their event ids.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(String token, String room, List<String> events, long[] nanos) {}

    private record Ready(Connection connection, String token, String room) {}

    /// Runs warm-up and measurement and returns a line for the report.
    String run(long serverPid) throws IOException, InterruptedException, ExecutionException {
        List<Ready> ready = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            Connection connection = new Connection(users.target());
            String token = users.register(connection, worker);
            ready.add(new Ready(connection, token, users.room(connection, token)));
        }
        send(ready, "warm", Math.max(messages / 4, 1));
        ProcessCost before = ProcessCost.of(serverPid);
        long driverBefore = ProcessCost.of(ProcessHandle.current().pid()).cpuMillis();
        long start = System.nanoTime();
        List<Sent> sent = send(ready, "run", messages);
        double seconds = (System.nanoTime() - start) / 1e9;
        ProcessCost after = ProcessCost.of(serverPid);
        long driver = ProcessCost.of(ProcessHandle.current().pid()).cpuMillis() - driverBefore;
        for (Ready worker : ready) {
            worker.connection().close();
        }
        check(sent);
        long count = (long) workers * messages;
        long[] nanos = sent.stream().flatMapToLong(one -> Arrays.stream(one.nanos())).toArray();
        return String.format(
                Locale.ROOT,
                "%d workers: %d sends/s; %s; server %d µs CPU each, driver %d µs",
                workers,
                Math.round(count / seconds),
                new Latencies(nanos),
                (after.cpuMillis() - before.cpuMillis()) * 1000 / count,
                driver * 1000 / count);
    }

    private static List<Sent> send(List<Ready> ready, String kind, int count)
            throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sent>> running =
                    ready.stream()
                            .map(worker -> executor.submit(() -> send(worker, kind, count)))
                            .toList();
            List<Sent> done = new ArrayList<>();
            for (Future<Sent> one : running) {
                done.add(one.get());
            }
            return done;
        }
    }

    private static Sent send(Ready worker, String kind, int count) throws IOException {
        List<String> events = new ArrayList<>(count);
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            String path =
                    "/_matrix/client/v3/rooms/%s/send/m.room.message/%s-%d"
                            .formatted(worker.room(), kind, i);
            String body =
                    "{\"msgtype\":\"m.text\",\"body\":\"message %d of a worker that has something to say\"}"
                            .formatted(i);
            long start = System.nanoTime();
            events.add(
                    worker.connection()
                            .call("PUT", path, worker.token(), body)
                            .orThrow()
                            .text("event_id"));
            nanos[i] = System.nanoTime() - start;
        }
        return new Sent(worker.token(), worker.room(), events, nanos);
    }

    private void check(List<Sent> sent) throws IOException {
        try (Connection connection = new Connection(users.target())) {
            for (Sent one : sent) {
                List<String> stored = readBack(connection, one);
                if (!stored.equals(one.events()) || new HashSet<>(stored).size() != stored.size()) {
                    throw new IllegalStateException(
                            "room " + one.room() + " has not what was sent");
                }
            }
        }
    }

    /// The event ids of the newest messages of a room, oldest first.
    private List<String> readBack(Connection connection, Sent sent) throws IOException {
        List<String> newestFirst = new ArrayList<>();
        Set<String> wanted = new HashSet<>(sent.events());
        String from = "";
        while (newestFirst.size() < messages) {
            String body =
                    connection
                            .call(
                                    "GET",
                                    "/_matrix/client/v3/rooms/%s/messages?dir=b&limit=500%s"
                                            .formatted(sent.room(), from),
                                    sent.token(),
                                    "")
                            .orThrow()
                            .body();
            int seen = newestFirst.size();
            for (int at = body.indexOf("\"event_id\":\"");
                    at >= 0;
                    at = body.indexOf("\"event_id\":\"", at + 1)) {
                String id = body.substring(at + 12, body.indexOf('"', at + 12));
                if (wanted.contains(id)) {
                    newestFirst.add(id);
                }
            }
            int end = body.indexOf("\"end\":\"");
            if (end < 0 || newestFirst.size() == seen) {
                break;
            }
            from = "&from=" + body.substring(end + 7, body.indexOf('"', end + 7));
        }
        return newestFirst.reversed();
    }
}
