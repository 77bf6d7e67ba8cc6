package org.stoa.bench.scenario;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.stoa.bench.federation.Pdu;
import org.stoa.bench.federation.Peer;
import org.stoa.bench.federation.Seat;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S8: a local user writes into a room with users of many other servers, some of which are dead: half of those refuse
/// connections, half never answer. The next message comes when all the others have the last. A delivery lasts from before the
/// message is sent to when a server has read it. Each server must get each message once, in order.
final class OutboundScenario implements Scenario {
    /// A server that has not got a message by then never will.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// Joins that are handed over in one transaction.
    private static final int JOINS_AT_ONCE = 50;

    @Override
    public String id() {
        return "S8";
    }

    @Override
    public String title() {
        return "messages to other servers";
    }

    @Override
    public boolean federates() {
        return true;
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(6, 2, 5));
            case COMPARE -> List.of(of(500, 50, 20));
            case FULL -> List.of(of(500, 0, 50), of(500, 50, 50), of(1000, 100, 50));
        };
    }

    private static Case of(int alive, int dead, int messages) {
        return new Case(
                "servers=" + alive + " dead=" + dead + " messages=" + messages,
                trial -> {
                    try (Peers peers = new Peers(trial, alive + dead)) {
                        return List.of(new Run(trial, peers, alive, messages).run());
                    }
                });
    }

    private static final class Run {
        private final Trial trial;
        private final Peers peers;
        private final int alive;
        private final int warmUp;
        private final int all;
        private final List<Inbox> inboxes = new ArrayList<>();

        Run(Trial trial, Peers peers, int alive, int messages) {
            this.trial = trial;
            this.peers = peers;
            this.alive = alive;
            this.warmUp = messages;
            this.all = warmUp + messages;
            for (Peer peer : peers.all().subList(0, alive)) {
                Inbox inbox = new Inbox(all);
                inboxes.add(inbox);
                peer.script(inbox::answer);
            }
        }

        Measurement run() throws IOException, InterruptedException {
            try (Client writer = trial.clients(1).getFirst()) {
                String room = Peers.room(writer);
                trial.progress().phase("joining from " + peers.all().size() + " servers");
                joinAll(room);
                trial.progress().phase("warming up");
                // With all alive at first, so that nothing stands between a dead one and its death.
                round(writer, room, 0);
                kill();
                for (int message = 1; message < warmUp; message++) {
                    round(writer, room, message);
                }
                trial.progress().phase("measuring");
                Latencies latencies = new Latencies();
                trial.meter().start();
                for (int message = warmUp; message < all; message++) {
                    long start = round(writer, room, message);
                    for (Inbox inbox : inboxes) {
                        latencies.add(inbox.heardAt(message) - start);
                    }
                }
                Cost cost = trial.meter().stop();
                for (int peer = 0; peer < alive; peer++) {
                    inboxes.get(peer).check(peers.all().get(peer).name(), all);
                }
                return new Measurement(
                        "", latencies.count(), "delivery", cost, latencies, Map.of());
            }
        }

        /// The first server joins; it hands over the joins of the others, as servers do for each other.
        private void joinAll(String room) throws IOException, InterruptedException {
            Seat first = peers.seat(0, room);
            List<Pdu> joins = new ArrayList<>();
            for (Peer peer : peers.all().subList(1, peers.all().size())) {
                joins.add(first.timeline().join(peer, peer.user("bench")).sign());
            }
            for (int from = 0; from < joins.size(); from += JOINS_AT_ONCE) {
                List<Pdu> some = joins.subList(from, Math.min(from + JOINS_AT_ONCE, joins.size()));
                HttpRequest request =
                        peers.requests().transaction(first.peer(), "joins" + from, some);
                peers.requests().deliver(request, some.size());
                trial.progress().counter().addAndGet(some.size());
            }
        }

        private void kill() throws IOException {
            boolean hangs = false;
            for (Peer peer : peers.all().subList(alive, peers.all().size())) {
                if (hangs) {
                    peer.hang();
                } else {
                    peer.close();
                }
                hangs = !hangs;
            }
        }

        /// Sends a message and waits until all have it; when it was sent.
        private long round(Client writer, String room, int message)
                throws IOException, InterruptedException {
            long start = System.nanoTime();
            String _ = writer.send(room, "t" + message, Inbox.text(message));
            for (Inbox inbox : inboxes) {
                long left = PATIENCE.toNanos() - (System.nanoTime() - start);
                CheckFailed.unless(
                        inbox.await(message, left, TimeUnit.NANOSECONDS),
                        "a server has not got message " + message);
            }
            trial.progress().counter().incrementAndGet();
            return start;
        }
    }
}
