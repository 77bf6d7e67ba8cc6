package org.stoa.bench.scenario;

import java.io.IOException;
import java.time.Duration;
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

    /// So many users at once fetch the one message.
    private static final int READERS = 16;

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
            case TINY -> List.of(of(5, 3));
            case COMPARE -> List.of(of(20, 10), of(20, 50));
            case FULL -> List.of(of(1000, 10), of(1000, 100), of(1000, 1000), of(20, 1000));
        };
    }

    private static Case of(int users, int rooms) {
        return new Case(
                "users=" + users + " rooms=" + rooms, trial -> new Run(trial, users, rooms).run());
    }

    private static final class Run {
        private final Trial trial;
        private final int users;
        private final int rooms;
        private final String filter = Client.filter(20, true);
        private final ConcurrentHashMap<Integer, String> since = new ConcurrentHashMap<>();

        Run(Trial trial, int users, int rooms) {
            this.trial = trial;
            this.users = users;
            this.rooms = rooms;
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

        /// Rounds of one message and a sync of each user. The cost of the sends is in it: one for as many syncs as there are
        /// users.
        private Measurement oneMessage(List<Account> accounts, List<String> ids)
                throws IOException, InterruptedException {
            trial.progress().begin("S5 one message, rooms=" + rooms);
            List<Client> clients = new ArrayList<>();
            for (Account account : accounts.subList(0, Math.min(READERS, users))) {
                clients.add(trial.client(account));
            }
            Rounds rounds = new Rounds(accounts, ids, clients, new SplittableRandom(trial.seed()));
            trial.progress().phase("warming up");
            Latencies warm = rounds.run(trial.size().warmUp());
            trial.progress().phase("measuring");
            Latencies latencies = new Latencies();
            Cost cost = trial.measure(_ -> latencies.add(rounds.run(trial.size().measured())));
            CheckFailed.unless(warm.count() > 0, "nothing warmed up");
            Workers.each(clients.size(), client -> clients.get(client).close());
            return Measurement.of("one message", latencies.count(), "sync", cost, latencies);
        }

        private static void check(Json sync, String room, String event) {
            List<Json> timeline = sync.at("rooms", "join", room, "timeline", "events").items();
            CheckFailed.unless(
                    sync.at("rooms", "join").members().size() == 1
                            && timeline.size() == 1
                            && timeline.getFirst().at("event_id").text().equals(event),
                    "a sync has not exactly the one message that is new");
        }

        /// The first user writes; each user syncs on one of the connections.
        private final class Rounds {
            private final List<Account> accounts;
            private final List<String> ids;
            private final List<Client> clients;
            private final SplittableRandom random;
            private int number;

            Rounds(
                    List<Account> accounts,
                    List<String> ids,
                    List<Client> clients,
                    SplittableRandom random) {
                this.accounts = accounts;
                this.ids = ids;
                this.clients = clients;
                this.random = random;
            }

            /// As many as fit into the time, and at least one.
            Latencies run(Duration length) throws IOException, InterruptedException {
                Latencies latencies = new Latencies();
                long end = System.nanoTime() + length.toNanos();
                do {
                    String room = ids.get(random.nextInt(rooms));
                    String event = clients.getFirst().send(room, "n" + number++, "something new");
                    Workers.all(clients.size(), client -> sync(client, room, event))
                            .forEach(latencies::add);
                } while (System.nanoTime() < end);
                return latencies;
            }

            private Latencies sync(int number, String room, String event) throws IOException {
                Latencies latencies = new Latencies();
                for (int user = number; user < users; user += clients.size()) {
                    Client client =
                            new Client(clients.get(number).connection(), accounts.get(user));
                    long start = System.nanoTime();
                    Answer answer = client.sync(filter, position(user), 0);
                    latencies.add(System.nanoTime() - start);
                    since.put(user, answer.text("next_batch"));
                    check(answer.json(), room, event);
                    trial.progress().counter().incrementAndGet();
                }
                return latencies;
            }
        }
    }
}
