package org.stoa.appservice;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.stoa.boot.control.ControlCommands;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;
import org.stoa.testing.TestServer;

/// Measures what ten dead application services, interested in everything, cost who sends: 50 senders in 50 rooms, in turn
/// without them and with them, in one server on SQLite, so that what else runs on the machine and how warm the process is
/// count alike. A main, no test: `DeadServicesCost [pairs [sends a turn]]`.
final class DeadServicesCost implements AutoCloseable {
    private static final int SENDERS = 50;
    private static final int WARM_UP = 4;
    private static final byte[] BODY =
            "{\"msgtype\":\"m.text\",\"body\":\"hello\"}".getBytes(StandardCharsets.UTF_8);

    private final TestServer server = TestServer.start();
    private final List<TestClient> clients = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private int sent;

    private DeadServicesCost() {
        for (int i = 0; i < SENDERS; i++) {
            clients.add(server.register("sender" + i));
            rooms.add(clients.getLast().createRoom());
        }
    }

    /// @param micros of processor time for each send, of the whole process
    /// @param p99 in milliseconds
    private record Turn(double micros, double p99) {}

    public static void main(String[] arguments) throws InterruptedException {
        int pairs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int sends = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        try (DeadServicesCost cost = new DeadServicesCost()) {
            for (int i = 0; i < WARM_UP; i++) {
                var _ = cost.turn(sends);
            }
            List<Turn> without = new ArrayList<>();
            List<Turn> with = new ArrayList<>();
            for (int i = 0; i < pairs; i++) {
                // The one, the other, the other, the one: neither is always in the warmer process.
                if (i % 2 == 0) {
                    without.add(cost.without(sends));
                    with.add(cost.with(sends));
                } else {
                    with.add(cost.with(sends));
                    without.add(cost.without(sends));
                }
                System.out.printf("without %s%nwith %s%n", without.getLast(), with.getLast());
            }
            report("without", without);
            report("with ten dead services", with);
        }
    }

    private Turn without(int sends) throws InterruptedException {
        server.homeserver().appServices().replace(List.of());
        return turn(sends);
    }

    private Turn with(int sends) throws InterruptedException {
        die();
        return turn(sends);
    }

    private static void report(String what, List<Turn> turns) {
        System.out.printf(
                "%s: median %.1f us of processor time each, p99 %.1f ms%n",
                what,
                median(turns.stream().mapToDouble(Turn::micros).toArray()),
                median(turns.stream().mapToDouble(Turn::p99).toArray()));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /// Registers the services, and has each of them fail.
    private void die() {
        server.homeserver()
                .appServices()
                .replace(
                        TestRegistrations.of(
                                IntStream.range(0, 10)
                                        .mapToObj(DeadServicesCost::registration)
                                        .toArray(String[]::new)));
        while (!allFailed()) {
            var _ = clients.getFirst().say(rooms.getFirst(), "to be told");
        }
    }

    private static String registration(int number) {
        return """
                id: dead%d
                url: http://127.0.0.1:1
                as_token: as-%d
                hs_token: hs-%d
                sender_localpart: dead%d
                namespaces:
                  users: [{exclusive: false, regex: "@.*"}]
                  rooms: [{exclusive: false, regex: "!.*"}]
                  aliases: []
                """
                .formatted(number, number, number, number);
    }

    private boolean allFailed() {
        return ControlCommands.of(server.homeserver())
                .handle(JsonObject.of("command", "appservice.list"))
                .array("services")
                .orElseThrow()
                .objects()
                .stream()
                .allMatch(each -> each.integer("failures").orElseThrow() > 0);
    }

    /// All send at once; meanwhile the clock of the server goes on, so that the services are tried.
    private Turn turn(int sends) throws InterruptedException {
        int each = sends / SENDERS;
        long[] nanos = new long[each * SENDERS];
        long processor = processorNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            int first = sent;
            threads.add(Thread.ofVirtual().start(() -> send(sender, first, each, nanos)));
        }
        for (Thread thread : threads) {
            while (!thread.join(Duration.ofSeconds(1))) {
                server.time().advance(Duration.ofSeconds(1));
            }
        }
        sent += each;
        double micros = (processorNanos() - processor) / 1e3 / nanos.length;
        Arrays.sort(nanos);
        return new Turn(micros, nanos[nanos.length * 99 / 100] / 1e6);
    }

    private void send(int sender, int first, int count, long[] nanos) {
        Map<String, String> headers =
                Map.of("Authorization", "Bearer " + clients.get(sender).token());
        String room = URLEncoder.encode(rooms.get(sender), StandardCharsets.UTF_8);
        for (int i = 0; i < count; i++) {
            String target =
                    "/_matrix/client/v3/rooms/%s/send/m.room.message/cost%d"
                            .formatted(room, first + i);
            long start = System.nanoTime();
            int status = server.homeserver().edge().handle("PUT", target, headers, BODY).status();
            nanos[sender * count + i] = System.nanoTime() - start;
            if (status != 200) {
                throw new IllegalStateException("status " + status);
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
