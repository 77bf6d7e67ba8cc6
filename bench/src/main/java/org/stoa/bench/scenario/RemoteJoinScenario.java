package org.stoa.bench.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S9: a local user joins a large room of other servers, writes at once, and lists its members. Measured are the answer to the
/// join without what the resident took, the message, how long it takes from the join until all members are listed, and the
/// memory that it leaves. The list must be that of the room, and the message must reach the other servers. A resident leaves the
/// members out of its answer when it is asked to.
final class RemoteJoinScenario implements Scenario {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ASK_AGAIN = Duration.ofMillis(5);

    @Override
    public String id() {
        return "S9";
    }

    @Override
    public String title() {
        return "joining a large room of other servers";
    }

    @Override
    public boolean federates() {
        return true;
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(50, 100));
            case COMPARE -> List.of(of(1_000, 10_000));
            case FULL -> List.of(of(1_000, 10_000), of(1_000, 50_000), of(1_000, 100_000));
        };
    }

    /// @param warmUp members of the room that is joined first
    private static Case of(int warmUp, int members) {
        return new Case(
                "members=" + members,
                trial -> {
                    try (Peers first = new Peers(trial, RemoteRoom.SERVERS);
                            Peers second = new Peers(trial, RemoteRoom.SERVERS)) {
                        Account user = trial.accounts(1).getFirst();
                        Measurement warm = measure(trial, first, user, warmUp);
                        Measurement measured = measure(trial, second, user, members);
                        CheckFailed.unless(warm.operations() == 1, "nothing warmed up");
                        return List.of(measured);
                    }
                });
    }

    private static Measurement measure(Trial trial, Peers peers, Account user, int members)
            throws IOException, InterruptedException {
        try (RemoteRoom remote = RemoteRoom.make(trial, peers, user, members)) {
            return measure(trial, remote, members);
        }
    }

    private static Measurement measure(Trial trial, RemoteRoom remote, int members)
            throws IOException, InterruptedException {
        trial.progress().phase("joining " + members + " others");
        long residentBefore = trial.meter().serverUsage().residentBytes();
        trial.meter().start();
        long start = System.nanoTime();
        double joined = remote.join();
        double resident = remote.resident().takeNanos() / 1e6;
        long sending = System.nanoTime();
        String message = remote.user().send(remote.room().id(), "first", "Here I am");
        double sent = (System.nanoTime() - sending) / 1e6;
        trial.progress().phase("awaiting " + members + " members");
        remote.awaitMembers();
        double complete = (System.nanoTime() - start) / 1e9;
        Cost cost = trial.meter().stop();
        awaitHeard(remote, message);
        Map<String, Double> more = new LinkedHashMap<>();
        more.put("ms of the join, less the resident's", joined - resident);
        more.put("ms of the resident", resident);
        more.put("ms of the first message", sent);
        more.put("s until all members are listed", complete);
        more.put("MB more memory", (cost.residentBytes() - residentBefore) / 1e6);
        more.put("joins without members", (double) remote.resident().partialJoins());
        Latencies latencies = new Latencies();
        latencies.add((long) (joined * 1e6));
        return new Measurement("", 1, "join", cost, latencies, more);
    }

    private static void awaitHeard(RemoteRoom remote, String message) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!remote.resident().heard(message)) {
            CheckFailed.unless(
                    System.nanoTime() < deadline, "no other server was told of the first message");
            Thread.sleep(ASK_AGAIN);
        }
    }
}
