package org.stoa.federation.receive;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// Measures how many events of other servers are taken in a second: messages that follow each other, in transactions of 50,
/// one after the other, on SQLite. A main, no test: `InboundBench [events [rooms]]`.
final class InboundBench {
    private static final int PER_TRANSACTION = 50;

    private InboundBench() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Prepared(String target, Map<String, String> headers, byte[] body) {}

    public static void main(String[] arguments) {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        for (RoomVersion version : List.of(RoomVersion.V10, RoomVersion.V12)) {
            try (SharedRoom shared = new SharedRoom(version)) {
                List<Prepared> all = prepare(shared, events);
                int warm = all.size() / 4;
                run(shared, all.subList(0, warm));
                long processor = processorNanos();
                long start = System.nanoTime();
                run(shared, all.subList(warm, all.size()));
                double seconds = (System.nanoTime() - start) / 1e9;
                long taken = (long) (all.size() - warm) * PER_TRANSACTION;
                System.out.printf(
                        "version %s: %d events in %.2f s: %.0f a second, %.0f us of processor time each%n",
                        version.id(),
                        taken,
                        seconds,
                        taken / seconds,
                        (processorNanos() - processor) / 1e3 / taken);
            }
        }
    }

    /// So that what else runs on the machine counts little.
    private static long processorNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static List<Prepared> prepare(SharedRoom shared, int events) {
        List<Prepared> prepared = new ArrayList<>();
        Event last = shared.join;
        for (int at = 0; at < events; at += PER_TRANSACTION) {
            List<JsonObject> pdus = new ArrayList<>();
            for (int i = 0; i < PER_TRANSACTION; i++) {
                last = shared.foreign.message(shared.creator, "message " + (at + i), last);
                pdus.add(last.json());
            }
            String target = "/_matrix/federation/v1/send/" + at;
            JsonObject body =
                    JsonObject.of(
                            "origin",
                            shared.peer.name().text(),
                            "origin_server_ts",
                            1,
                            "pdus",
                            JsonArray.of(pdus));
            prepared.add(
                    new Prepared(
                            target,
                            Map.of(
                                    "Authorization",
                                    shared.peer
                                            .peer()
                                            .authorization("PUT", target, "localhost", body)),
                            body.toBytes()));
        }
        return prepared;
    }

    private static void run(SharedRoom shared, List<Prepared> transactions) {
        for (Prepared each : transactions) {
            int status =
                    shared.server
                            .homeserver()
                            .edge()
                            .handle("PUT", each.target(), each.headers(), each.body())
                            .status();
            if (status != 200) {
                throw new IllegalStateException("status " + status);
            }
        }
    }
}
