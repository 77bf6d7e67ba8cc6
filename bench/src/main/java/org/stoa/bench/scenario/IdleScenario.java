package org.stoa.bench.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.load.Load;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;
import org.stoa.bench.measure.Usage;

/// S3: clients that wait in /sync with nothing to hear. It counts only when one message then reaches all of them.
final class IdleScenario implements Scenario {
    private static final int USERS = 100;

    /// Shorter than two minutes, which is the longest that some servers let a client wait.
    private static final int LONG_POLL_MILLIS = 115_000;

    /// Some servers answer with something small at first; those requests are made again.
    private static final int ROUNDS = 20;

    @Override
    public String id() {
        return "S3";
    }

    @Override
    public String title() {
        return "idle long polls";
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(20, 1));
            case COMPARE -> List.of(of(2000, 1));
            case FULL ->
                    List.of(of(1000, 1), of(2000, 1), of(5000, 1), of(5000, 50), of(10_000, 1));
        };
    }

    private static Case of(int waiting, int rooms) {
        return new Case(
                "requests=" + waiting + " rooms=" + rooms,
                trial -> List.of(new Run(trial, waiting, rooms).run()));
    }

    /// One request that waits.
    private record Parked(Client client, String since) {}

    private static final class Run {
        private final Trial trial;
        private final int waiting;
        private final int rooms;
        private final Duration settle;
        private final Duration watch;
        private final String filter = Client.filter(10, true);

        Run(Trial trial, int waiting, int rooms) {
            this.trial = trial;
            this.waiting = waiting;
            this.rooms = rooms;
            settle = trial.size() == Size.TINY ? Duration.ofMillis(200) : Duration.ofSeconds(8);
            watch = trial.size() == Size.TINY ? Duration.ofMillis(500) : Duration.ofSeconds(20);
        }

        Measurement run() throws IOException, InterruptedException {
            List<Account> accounts = trial.accounts(Math.min(USERS, waiting));
            String room = makeRooms(accounts);
            List<String> since =
                    trial.prepare(
                            accounts.size(),
                            (connection, user) ->
                                    new Client(connection, accounts.get(user)).caughtUp(filter));
            rest(settle);
            Usage before = trial.meter().serverUsage();
            List<Parked> parked = park(accounts, since);
            rest(settle);
            parked = parkAgain(parked);
            trial.progress().phase("watching " + waiting + " idle requests");
            Cost idle = trial.measure(_ -> rest(watch));
            Latencies latencies = wake(parked, new Parked(parked.getFirst().client(), ""), room);
            double bytes = (double) (idle.residentBytes() - before.residentBytes()) / waiting;
            Map<String, Double> more =
                    idle.isOfServer()
                            ? Map.of(
                                    "kB resident for each", bytes / 1000,
                                    "% of a core when idle",
                                            idle.cpuMicros() / idle.seconds() / 1e4)
                            : Map.of();
            return new Measurement("", waiting, "waiting request", idle, latencies, more);
        }

        private static void rest(Duration length) throws InterruptedException {
            Load.waitUntil(System.nanoTime() + length.toNanos());
        }

        /// Makes the rooms, everybody in each, and returns the first.
        private String makeRooms(List<Account> accounts) throws IOException, InterruptedException {
            trial.progress().phase("making " + rooms + " rooms");
            List<String> ids =
                    trial.prepare(
                            rooms,
                            (connection, room) ->
                                    new Client(connection, accounts.getFirst()).createPublicRoom());
            int others = accounts.size() - 1;
            List<Integer> joined =
                    trial.prepare(
                            others * rooms,
                            (connection, number) -> {
                                new Client(connection, accounts.get(1 + number / rooms))
                                        .join(ids.get(number % rooms));
                                return number;
                            });
            CheckFailed.unless(joined.size() == others * rooms, "not all joined");
            return ids.getFirst();
        }

        private List<Parked> park(List<Account> accounts, List<String> since) throws IOException {
            trial.progress().phase("parking");
            List<Parked> parked = new ArrayList<>();
            for (int number = 0; number < waiting; number++) {
                int user = number % accounts.size();
                Client client = new Client(new Connection(trial.uri(), number), accounts.get(user));
                client.sendSync(filter, since.get(user), LONG_POLL_MILLIS);
                parked.add(new Parked(client, since.get(user)));
            }
            return parked;
        }

        /// Until no request was answered.
        private List<Parked> parkAgain(List<Parked> parked)
                throws IOException, InterruptedException {
            List<Parked> now = parked;
            for (int round = 0; round < ROUNDS; round++) {
                int answered = 0;
                List<Parked> next = new ArrayList<>();
                for (Parked one : now) {
                    if (!one.client().connection().hasAnswer()) {
                        next.add(one);
                        continue;
                    }
                    answered++;
                    String since = one.client().connection().receive().orThrow().text("next_batch");
                    one.client().sendSync(filter, since, LONG_POLL_MILLIS);
                    next.add(new Parked(one.client(), since));
                }
                now = next;
                if (answered == 0) {
                    return now;
                }
                rest(settle.dividedBy(4));
            }
            throw new CheckFailed("idle requests are answered over and over");
        }

        /// Latency here is until the driver has read the answer, one connection after the other.
        private Latencies wake(List<Parked> parked, Parked sender, String room) throws IOException {
            trial.progress().phase("waking all");
            long start = System.nanoTime();
            try (Client client =
                    new Client(new Connection(trial.uri()), sender.client().account())) {
                String _ = client.send(room, "wake", "wake up");
            }
            Latencies latencies = new Latencies();
            for (Parked one : parked) {
                Answer answer = one.client().connection().receive().orThrow();
                latencies.add(System.nanoTime() - start);
                CheckFailed.unless(
                        answer.string().contains("wake up"),
                        "a waiting client did not get the message");
                one.client().close();
            }
            return latencies;
        }
    }
}
