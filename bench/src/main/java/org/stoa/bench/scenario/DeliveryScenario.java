package org.stoa.bench.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S2: readers of one room wait in /sync while somebody writes at a fixed rate. A delivery lasts from when the message was
/// meant to be sent to when a reader has it. Each reader must get each message once, in order.
final class DeliveryScenario implements Scenario {
    private static final int PER_SECOND = 20;

    /// What slow servers bear too.
    private static final int FEW_PER_SECOND = 1;

    private static final int LONG_POLL_MILLIS = 10_000;

    /// The most messages that a reader may be behind; servers refuse longer timelines.
    private static final int TIMELINE = 100;

    /// A reader that has not got everything this long after the last message was meant to be sent never will.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// The meter is read this long before the first message that counts: long enough to be done by then, and so late that
    /// nothing of the message before is counted.
    private static final long METER_NANOS = 20_000_000;

    private static final byte[] MARK = "\"body\":\"m".getBytes(StandardCharsets.UTF_8);

    @Override
    public String id() {
        return "S2";
    }

    @Override
    public String title() {
        return "delivery to waiting readers";
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(3, PER_SECOND));
            case COMPARE -> List.of(of(100, PER_SECOND), of(100, FEW_PER_SECOND));
            case FULL ->
                    List.of(
                            of(100, PER_SECOND),
                            of(2, PER_SECOND),
                            of(10, PER_SECOND),
                            of(1000, PER_SECOND));
        };
    }

    private static Case of(int readers, int perSecond) {
        return new Case(
                "readers=" + readers + " " + perSecond + "/s",
                trial -> List.of(new Run(trial, readers, perSecond).run()));
    }

    /// One run; the writer is worker 0, the readers are the others.
    private static final class Run {
        private final Trial trial;
        private final int readers;
        private final int warm;
        private final int last;
        private final int perSecond;
        private final long nanosBetween;
        private final CountDownLatch ready;
        private final CountDownLatch done;
        private final List<Latencies> latencies = new ArrayList<>();
        private volatile long start;

        Run(Trial trial, int readers, int perSecond) {
            this.trial = trial;
            this.readers = readers;
            this.perSecond = perSecond;
            nanosBetween = 1_000_000_000L / perSecond;
            warm = count(trial.warmUp());
            last = warm + count(trial.size().measured());
            ready = new CountDownLatch(readers);
            done = new CountDownLatch(readers);
        }

        private int count(Duration length) {
            return (int) Math.max(length.toMillis() * perSecond / 1000, 1);
        }

        private long intended(int message) {
            return start + message * nanosBetween;
        }

        Measurement run() throws IOException, InterruptedException {
            List<Client> clients = trial.clients(readers + 1);
            String room = clients.getFirst().createPublicRoom();
            trial.progress().phase("joining");
            List<Boolean> joined =
                    trial.prepare(
                            readers,
                            (connection, number) -> {
                                new Client(connection, clients.get(number + 1).account())
                                        .join(room);
                                return true;
                            });
            CheckFailed.unless(joined.size() == readers, "not all readers joined");
            for (int worker = 0; worker <= readers; worker++) {
                latencies.add(new Latencies());
            }
            trial.progress().phase("warming up and measuring");
            List<Cost> costs =
                    Workers.all(
                            readers + 1,
                            worker -> {
                                if (worker == 0) {
                                    return write(clients.getFirst(), room);
                                }
                                read(clients.get(worker), latencies.get(worker));
                                return NOTHING;
                            });
            return result(clients, costs.getFirst());
        }

        private static final Cost NOTHING = new Cost(0, 0, 0, 0, 0, 0, 0, 0);

        private Cost write(Client writer, String room) throws IOException, InterruptedException {
            ready.await();
            start = System.nanoTime() + nanosBetween;
            for (int message = 0; message < last; message++) {
                if (message == warm) {
                    Load.waitUntil(intended(warm) - Math.min(METER_NANOS, nanosBetween / 2));
                    trial.meter().start();
                }
                Load.waitUntil(intended(message));
                String _ = writer.send(room, "t" + message, "m" + message + " ");
            }
            done.await();
            return trial.meter().stop();
        }

        private void read(Client reader, Latencies mine) throws IOException {
            String filter = Client.filter(TIMELINE, true);
            String since = reader.caughtUp(filter);
            ready.countDown();
            int expected = 0;
            while (expected < last) {
                Answer answer = reader.sync(filter, since, LONG_POLL_MILLIS);
                long now = System.nanoTime();
                since = answer.text("next_batch");
                for (int at = answer.find(MARK, 0); at >= 0; at = answer.find(MARK, at + 1)) {
                    int message = number(answer.body(), at + MARK.length);
                    CheckFailed.unless(
                            message == expected,
                            "a reader got message " + message + " instead of " + expected);
                    if (message >= warm) {
                        mine.add(now - intended(message));
                        trial.progress().counter().incrementAndGet();
                    }
                    expected++;
                }
                CheckFailed.unless(
                        start == 0 || now - intended(last) < PATIENCE.toNanos(),
                        "a reader has only " + expected + " of " + last + " messages");
            }
            done.countDown();
        }

        private static int number(byte[] body, int from) {
            int number = 0;
            for (int at = from; body[at] >= '0' && body[at] <= '9'; at++) {
                number = number * 10 + body[at] - '0';
            }
            return number;
        }

        private Measurement result(List<Client> clients, Cost cost) throws IOException {
            Latencies all = new Latencies();
            latencies.forEach(all::add);
            for (Client client : clients) {
                client.close();
            }
            long deliveries = (long) readers * (last - warm);
            CheckFailed.unless(all.count() == deliveries, "not every delivery was seen");
            return new Measurement("", deliveries, "delivery", cost, all, Map.of());
        }
    }
}
