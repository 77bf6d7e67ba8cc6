package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Json;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Pace;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S14: a server grows. Sends are measured in ten parts, so that drift shows; then it is restarted, every message is read
/// back, and its disk is compared with the size of the events as another server would see them.
final class GrowthScenario implements Scenario {
    private static final int PARTS = 10;
    private static final int WORKERS = 50;

    /// Members that servers add for clients.
    private static final Set<String> NOT_SIGNED = Set.of("unsigned", "event_id");

    @Override
    public String id() {
        return "S14";
    }

    @Override
    public String title() {
        return "growth";
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(500, 4));
            case COMPARE -> List.of(of(20_000, WORKERS));
            case FULL -> List.of(of(1_000_000, WORKERS));
        };
    }

    private static Case of(long events, int workers) {
        return new Case("events=" + events, trial -> new Run(trial, events, workers).run());
    }

    private static final class Run {
        private final Trial trial;
        private final long events;
        private final int workers;

        Run(Trial trial, long events, int workers) {
            this.trial = trial;
            this.events = events;
            this.workers = workers;
        }

        List<Measurement> run() throws IOException, InterruptedException {
            long diskBefore = trial.meter().diskBytes();
            List<Client> clients = trial.clients(workers);
            List<SendScenario.Sender> senders = SendScenario.senders(trial, clients, workers);
            Load.Measured warm =
                    trial.load(
                            workers,
                            Pace.closed(trial.warmUp(), trial.size().measured()),
                            worker -> senders.get(worker).send());
            Latencies[] parts = new Latencies[PARTS];
            double[] micros = new double[PARTS];
            trial.progress().phase("growing by " + events + " events");
            Cost cost =
                    trial.measure(
                            _ -> {
                                for (int part = 0; part < PARTS; part++) {
                                    long before = trial.meter().serverCpuMicros();
                                    parts[part] = grow(senders, events / PARTS);
                                    long used = trial.meter().serverCpuMicros() - before;
                                    micros[part] = (double) used / parts[part].count();
                                }
                            });
            Workers.each(workers, worker -> clients.get(worker).close());
            double restart = trial.restart();
            // After the restart, so that a log which is written again and again is not counted as
            // growth.
            double disk =
                    (trial.meter().diskBytes() - diskBefore)
                            / (double) senders.stream().mapToInt(SendScenario.Sender::count).sum();
            Map<String, Double> more = more(parts, disk, restart);
            if (cost.isOfServer()) {
                more.put("µs of server CPU each, first tenth", micros[0]);
                more.put("µs of server CPU each, last tenth", micros[PARTS - 1]);
            }
            trial.progress().phase("reading back");
            SendScenario.check(trial, senders);
            double raw = rawSize(clients.getFirst());
            if (raw > 0) {
                more.put("bytes of a raw event", raw);
            }
            if (raw > 0 && disk > 0) {
                more.put("disk / raw events", disk / raw);
            }
            Latencies all = new Latencies();
            for (Latencies part : parts) {
                all.add(part);
            }
            CheckFailed.unless(
                    warm.operations() > 0 && all.count() == events / PARTS * PARTS,
                    "not every send was counted");
            return List.of(new Measurement("", all.count(), "send", cost, all, more));
        }

        private Latencies grow(List<SendScenario.Sender> senders, long count)
                throws IOException, InterruptedException {
            AtomicLong left = new AtomicLong(count);
            List<Latencies> shares =
                    Workers.all(
                            workers,
                            worker -> {
                                Latencies mine = new Latencies();
                                while (left.getAndDecrement() > 0) {
                                    long start = System.nanoTime();
                                    senders.get(worker).send();
                                    mine.add(System.nanoTime() - start);
                                    trial.progress().counter().incrementAndGet();
                                }
                                return mine;
                            });
            Latencies all = new Latencies();
            shares.forEach(all::add);
            return all;
        }

        private Map<String, Double> more(Latencies[] parts, double disk, double restart) {
            Map<String, Double> more = new LinkedHashMap<>();
            more.put("p99 of the first tenth, ms", parts[0].millis(0.99));
            more.put("p99 of the last tenth, ms", parts[PARTS - 1].millis(0.99));
            if (disk > 0) {
                more.put("disk bytes for each event", disk);
            }
            if (restart > 0) {
                more.put("s to restart", restart);
            }
            return more;
        }

        /// The mean size of messages with everything that is signed and hashed; 0 if the server does not tell.
        private double rawSize(Client owner) throws IOException {
            try (Client client = trial.client(owner.account())) {
                String filter = Client.filter(100, true, Set.of("\"event_format\":\"federation\""));
                Json sync = client.sync(filter, "", 0).json();
                long bytes = 0;
                long count = 0;
                for (Json room : sync.at("rooms", "join").members().values()) {
                    for (Json event : room.at("timeline", "events").items()) {
                        if (event.at("hashes").isThere()) {
                            bytes += event.encodedLength(NOT_SIGNED);
                            count++;
                        }
                    }
                }
                return count == 0 ? 0 : (double) bytes / count;
            }
        }
    }
}
