package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Json;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S5: users of many rooms ask again and again what is new. Once nothing is, and the answer must be empty; once there is
/// one message in one of their rooms, and each must get exactly that.
final class IncrementalSyncScenario implements Scenario {
    private static final int WORKERS = 10;

    @Override
    public String id() {
        return "S5";
    }

    @Override
    public String title() {
        return "incremental sync";
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(5, 3, 2));
            case COMPARE -> List.of(of(20, 10, 10), of(20, 50, 10));
            case FULL -> List.of(of(1000, 10, 20), of(1000, 100, 20), of(1000, 1000, 5));
        };
    }

    private static Case of(int users, int rooms, int rounds) {
        return new Case(
                "users=" + users + " rooms=" + rooms,
                trial -> new Run(trial, users, rooms, rounds).run());
    }

    private static final class Run {
        private final Trial trial;
        private final int users;
        private final int rooms;
        private final int rounds;
        private final String filter = Client.filter(20, true);
        private final ConcurrentHashMap<Integer, String> since = new ConcurrentHashMap<>();

        Run(Trial trial, int users, int rooms, int rounds) {
            this.trial = trial;
            this.users = users;
            this.rooms = rooms;
            this.rounds = rounds;
        }

        List<Measurement> run() throws IOException, InterruptedException {
            List<Account> accounts = trial.accounts(users);
            List<String> ids = makeRooms(accounts);
            trial.progress().phase("catching up");
            List<String> positions =
                    trial.prepare(
                            users,
                            (connection, user) ->
                                    new Client(connection, accounts.get(user)).caughtUp(filter));
            for (int user = 0; user < users; user++) {
                since.put(user, positions.get(user));
            }
            List<Measurement> measurements = new ArrayList<>();
            measurements.add(empty(accounts));
            measurements.add(oneMessage(accounts, ids));
            return measurements;
        }

        private List<String> makeRooms(List<Account> accounts)
                throws IOException, InterruptedException {
            trial.progress().phase("making " + rooms + " rooms, everybody in each");
            return trial.prepare(
                    rooms,
                    (connection, number) -> {
                        String room =
                                new Client(connection, accounts.getFirst()).createPublicRoom();
                        for (Account account : accounts.subList(1, users)) {
                            new Client(connection, account).join(room);
                        }
                        return room;
                    });
        }

        private Measurement empty(List<Account> accounts) throws IOException, InterruptedException {
            trial.progress().begin("S5 empty, rooms=" + rooms);
            int workers = Math.min(WORKERS, users);
            List<Client> clients = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                clients.add(trial.client(accounts.get(worker)));
            }
            AtomicInteger turn = new AtomicInteger();
            Load.Measured measured =
                    trial.load(
                            workers,
                            trial.closed(),
                            worker -> {
                                int user = turn.getAndIncrement() % users;
                                Client client =
                                        new Client(
                                                clients.get(worker).connection(),
                                                accounts.get(user));
                                Answer answer = client.sync(filter, position(user), 0);
                                CheckFailed.unless(
                                        answer.string().indexOf("\"event_id\"") < 0,
                                        "a sync has events although nothing is new");
                            });
            Workers.each(workers, worker -> clients.get(worker).close());
            return Measurement.of(measured, "sync").named("nothing new");
        }

        private String position(int user) {
            return since.getOrDefault(user, "");
        }

        /// The cost of the sends is in it: one for as many syncs as there are users.
        private Measurement oneMessage(List<Account> accounts, List<String> ids)
                throws IOException, InterruptedException {
            trial.progress().begin("S5 one message, rooms=" + rooms);
            SplittableRandom random = new SplittableRandom(trial.seed());
            round(accounts, ids.get(random.nextInt(rooms)), "warm", new Latencies());
            trial.progress().phase("measuring");
            Latencies latencies = new Latencies();
            Cost cost =
                    trial.measure(
                            _ -> {
                                for (int round = 0; round < rounds; round++) {
                                    String room = ids.get(random.nextInt(rooms));
                                    round(accounts, room, "r" + round, latencies);
                                }
                            });
            return Measurement.of("one message", latencies.count(), "sync", cost, latencies);
        }

        private void round(
                List<Account> accounts, String room, String transaction, Latencies latencies)
                throws IOException, InterruptedException {
            String event;
            try (Client writer = trial.client(accounts.getFirst())) {
                event = writer.send(room, transaction, "something new");
            }
            List<Long> nanos =
                    trial.prepare(
                            users,
                            (connection, user) -> {
                                Client client = new Client(connection, accounts.get(user));
                                long start = System.nanoTime();
                                Answer answer = client.sync(filter, position(user), 0);
                                long took = System.nanoTime() - start;
                                since.put(user, answer.text("next_batch"));
                                check(answer.json(), room, event);
                                return took;
                            });
            nanos.forEach(latencies::add);
        }

        private static void check(Json sync, String room, String event) {
            List<Json> timeline = sync.at("rooms", "join", room, "timeline", "events").items();
            CheckFailed.unless(
                    sync.at("rooms", "join").members().size() == 1
                            && timeline.size() == 1
                            && timeline.getFirst().at("event_id").text().equals(event),
                    "a sync has not exactly the one message that is new");
        }
    }
}
