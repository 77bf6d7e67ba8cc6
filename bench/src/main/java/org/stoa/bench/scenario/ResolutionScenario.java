package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.bench.federation.Pdu;
import org.stoa.bench.federation.SyntheticRoom;
import org.stoa.bench.federation.Timeline;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S10: resolution of states. Members of a large room of other servers change their names on two forks at once, each name on
/// both; then more changes come on one of them, one in a transaction: each makes the server resolve all that is conflicted. The
/// same changes in a row, without a fork, are measured before, so that the difference is the resolution with what it causes. The
/// names that the state has must be those that the rules say.
final class ResolutionScenario implements Scenario {
    private static final int IN_TRANSACTION = 50;

    /// The first resolutions are not measured.
    private static final int WARM_UP = 20;

    @Override
    public String id() {
        return "S10";
    }

    @Override
    public String title() {
        return "resolution of conflicting states";
    }

    @Override
    public boolean federates() {
        return true;
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(150, 20, 5));
            case COMPARE -> List.of(of(10_000, 1_000, 100), of(20_000, 1_000, 100));
            case FULL -> List.of(of(100_000, 1_000, 200), of(200_000, 1_000, 200));
        };
    }

    private static Case of(int members, int conflicted, int changes) {
        return new Case(
                "members=" + members + " conflicted=" + conflicted,
                trial -> {
                    Account user = trial.accounts(1).getFirst();
                    try (Peers peers = new Peers(trial, RemoteRoom.SERVERS);
                            RemoteRoom remote = RemoteRoom.make(trial, peers, user, members)) {
                        trial.progress().phase("joining " + members + " others");
                        double _ = remote.join();
                        remote.awaitMembers();
                        return new Run(trial, peers, remote, conflicted, changes).run();
                    }
                });
    }

    private static final class Run {
        private final Trial trial;
        private final Peers peers;
        private final RemoteRoom remote;
        private final SyntheticRoom room;
        private final int conflicted;
        private final int changes;
        private final Map<Integer, String> memberships = new HashMap<>();
        private final Map<Integer, String> names = new HashMap<>();
        private int transactions;

        Run(Trial trial, Peers peers, RemoteRoom remote, int conflicted, int changes) {
            this.trial = trial;
            this.peers = peers;
            this.remote = remote;
            this.room = remote.room();
            this.conflicted = conflicted;
            this.changes = changes;
        }

        List<Measurement> run() throws IOException, InterruptedException {
            Timeline one = room.timeline();
            one.follow(remote.resident().joined());
            long now = System.currentTimeMillis();
            trial.progress().phase("names in a row");
            Measurement inRow = single(one, now, "in a row");
            Timeline other = one.fork();
            trial.progress().phase("names on two forks");
            double forked = fork(one, other, now);
            trial.progress().phase("resolving");
            Measurement resolved = single(other, now + 4L * conflicted, "resolved");
            trial.progress().phase("reading back");
            Pdu.Unsigned merge = one.merge(other, room.peer(0), room.user(0), room.membership(0));
            deliver(List.of(merge));
            check();
            Map<String, Double> more = new LinkedHashMap<>();
            more.put(
                    "ms for each resolution",
                    resolved.latencies().millis(0.5) - inRow.latencies().millis(0.5));
            more.put("ms for the transactions of the second fork", forked);
            return List.of(inRow, withMore(resolved, more));
        }

        private static Measurement withMore(Measurement measured, Map<String, Double> more) {
            return new Measurement(
                    measured.variant(),
                    measured.operations(),
                    measured.unit(),
                    measured.cost(),
                    measured.latencies(),
                    more);
        }

        /// Changes of names, one in a transaction; those of the first members, who are conflicted or will be.
        private Measurement single(Timeline timeline, long from, String variant)
                throws IOException, InterruptedException {
            Latencies latencies = new Latencies();
            for (int change = 0; change < WARM_UP + changes; change++) {
                int member = 1 + change % conflicted;
                Pdu.Unsigned renamed =
                        rename(timeline, member, variant + " " + change, from + change);
                memberships.put(member, renamed.id());
                if (change == WARM_UP) {
                    trial.meter().start();
                }
                long took = deliver(List.of(renamed));
                if (change >= WARM_UP) {
                    latencies.add(took);
                }
                trial.progress().counter().incrementAndGet();
            }
            Cost cost = trial.meter().stop();
            return new Measurement(variant, changes, "change", cost, latencies, Map.of());
        }

        private Pdu.Unsigned rename(Timeline timeline, int member, String name, long timestamp) {
            names.put(member, name);
            String before = memberships.getOrDefault(member, room.membership(member));
            return timeline.rename(room.peer(member), room.user(member), before, name, timestamp);
        }

        /// Each member changes the name on both forks. On which one later, takes turns: the later one wins, since all were sent
        /// under the same power levels. Milliseconds of the second fork.
        ///
        /// Spec: rooms/v2#state-resolution, mainline ordering (v1.19).
        private double fork(Timeline one, Timeline other, long now)
                throws IOException, InterruptedException {
            List<Pdu.Unsigned> first = new ArrayList<>();
            List<Pdu.Unsigned> second = new ArrayList<>();
            long early = now + WARM_UP + changes;
            long late = early + conflicted;
            for (int member = 1; member <= conflicted; member++) {
                boolean isLaterFirst = member % 2 == 1;
                first.add(rename(one, member, "one", (isLaterFirst ? late : early) + member));
                second.add(rename(other, member, "other", (isLaterFirst ? early : late) + member));
                names.put(member, isLaterFirst ? "one" : "other");
            }
            deliverAll(first);
            long start = System.nanoTime();
            deliverAll(second);
            double took = (System.nanoTime() - start) / 1e6;
            // What comes on the second fork follows what was sent there.
            for (int member = 1; member <= conflicted; member++) {
                memberships.put(member, second.get(member - 1).id());
            }
            return took;
        }

        private void deliverAll(List<Pdu.Unsigned> pdus) throws IOException, InterruptedException {
            for (int from = 0; from < pdus.size(); from += IN_TRANSACTION) {
                long _ = deliver(pdus.subList(from, Math.min(from + IN_TRANSACTION, pdus.size())));
                trial.progress().counter().addAndGet(IN_TRANSACTION);
            }
        }

        /// Nanoseconds until the answer.
        private long deliver(List<Pdu.Unsigned> pdus) throws IOException, InterruptedException {
            List<Pdu> signed = pdus.parallelStream().map(Pdu.Unsigned::sign).toList();
            var request = peers.requests().transaction(room.peer(0), "t" + transactions++, signed);
            long start = System.nanoTime();
            peers.requests().deliver(request, signed.size());
            return System.nanoTime() - start;
        }

        private void check() throws IOException {
            try (RemoteRoom again = remote.again(trial)) {
                for (Map.Entry<Integer, String> expected : names.entrySet()) {
                    String found = again.name(room.user(expected.getKey()));
                    CheckFailed.unless(
                            found.equals(expected.getValue()),
                            "member %d is named '%s' instead of '%s'"
                                    .formatted(expected.getKey(), found, expected.getValue()));
                }
            }
        }
    }
}
