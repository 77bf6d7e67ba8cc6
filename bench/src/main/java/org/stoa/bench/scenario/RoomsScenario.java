package org.stoa.bench.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.http.Json;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Workers;
import org.stoa.bench.measure.Cost;
import org.stoa.bench.measure.Latencies;

/// S11: private rooms are made, many users join one public room, and its members are listed. Every room must be among the
/// rooms of its creator, and every user among the members.
final class RoomsScenario implements Scenario {
    private static final int WORKERS = 20;
    private static final Duration UNTIL_ALL_HAVE = Duration.ofDays(1);

    @Override
    public String id() {
        return "S11";
    }

    @Override
    public String title() {
        return "create, join, list members";
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(2, 10));
            case COMPARE -> List.of(of(WORKERS, 300));
            case FULL -> List.of(of(WORKERS, 10_000));
        };
    }

    private static Case of(int workers, int joining) {
        return new Case(
                "workers=" + workers + " joining=" + joining,
                trial -> new Run(trial, workers, joining).run());
    }

    private static final class Run {
        private final Trial trial;
        private final int workers;
        private final int joining;

        Run(Trial trial, int workers, int joining) {
            this.trial = trial;
            this.workers = workers;
            this.joining = joining;
        }

        List<Measurement> run() throws IOException, InterruptedException {
            List<Client> clients = trial.clients(workers);
            Measurement created = create(clients);
            List<Account> accounts = trial.accounts(joining);
            String room = clients.getFirst().createPublicRoom();
            Measurement joined = join(clients, accounts, room);
            Measurement listed = list(clients, accounts, room);
            Workers.each(workers, worker -> clients.get(worker).close());
            return List.of(created, joined, listed);
        }

        private Measurement create(List<Client> clients) throws IOException, InterruptedException {
            trial.progress().begin("S11 create");
            List<List<String>> made = new ArrayList<>();
            clients.forEach(_ -> made.add(new ArrayList<>()));
            Load.Measured measured =
                    trial.load(
                            workers,
                            trial.closed(),
                            worker ->
                                    made.get(worker)
                                            .add(
                                                    clients.get(worker)
                                                            .createRoom(
                                                                    "{\"preset\":\"private_chat\"}")));
            for (int worker = 0; worker < workers; worker++) {
                List<String> rooms =
                        clients
                                .get(worker)
                                .get("joined_rooms")
                                .orThrow()
                                .json()
                                .at("joined_rooms")
                                .items()
                                .stream()
                                .map(Json::text)
                                .toList();
                CheckFailed.unless(
                        rooms.size() == made.get(worker).size()
                                && Set.copyOf(rooms).equals(Set.copyOf(made.get(worker))),
                        "a user made "
                                + made.get(worker).size()
                                + " rooms and has "
                                + rooms.size());
            }
            return Measurement.of(measured, "room").named("create private rooms");
        }

        private Measurement join(List<Client> clients, List<Account> accounts, String room)
                throws IOException, InterruptedException {
            trial.progress().begin("S11 join");
            trial.progress().phase(joining + " users join one room");
            // Into another room first, which nobody looks at.
            String other = clients.getFirst().createPublicRoom();
            Latencies warm = joinAll(clients, accounts, other, trial.size().warmUp());
            CheckFailed.unless(warm.count() > 0, "nothing warmed up");
            Latencies all = new Latencies();
            Cost cost =
                    trial.measure(_ -> all.add(joinAll(clients, accounts, room, UNTIL_ALL_HAVE)));
            CheckFailed.unless(all.count() == joining, "not every join was counted");
            return new Measurement(
                    "join one room",
                    joining,
                    "join",
                    cost,
                    all,
                    Map.of("s for all joins", cost.seconds()));
        }

        /// Users join a room, none more after that time.
        private Latencies joinAll(
                List<Client> clients, List<Account> accounts, String room, Duration length)
                throws IOException, InterruptedException {
            AtomicInteger next = new AtomicInteger();
            long end = System.nanoTime() + length.toNanos();
            List<Latencies> shares =
                    Workers.all(
                            workers,
                            worker -> {
                                Latencies mine = new Latencies();
                                Connection connection = clients.get(worker).connection();
                                long start = System.nanoTime();
                                for (int user = next.getAndIncrement();
                                        user < joining && start < end;
                                        user = next.getAndIncrement()) {
                                    new Client(connection, accounts.get(user)).join(room);
                                    long now = System.nanoTime();
                                    mine.add(now - start);
                                    start = now;
                                    trial.progress().counter().incrementAndGet();
                                }
                                return mine;
                            });
            Latencies all = new Latencies();
            shares.forEach(all::add);
            return all;
        }

        private Measurement list(List<Client> clients, List<Account> accounts, String room)
                throws IOException, InterruptedException {
            trial.progress().begin("S11 members");
            Set<String> expected = new HashSet<>();
            accounts.forEach(account -> expected.add(account.userId()));
            expected.add(clients.getFirst().account().userId());
            String path = "rooms/" + Client.encode(room) + "/members";
            Client reader = clients.getFirst();
            Load.Measured measured =
                    trial.load(
                            1,
                            trial.closed(),
                            _ ->
                                    CheckFailed.unless(
                                            reader.get(path).orThrow().body().length > joining,
                                            "an answer that is too short"));
            Set<String> members = new HashSet<>();
            for (Json event : reader.get(path).orThrow().json().at("chunk").items()) {
                members.add(event.at("state_key").text());
            }
            CheckFailed.unless(
                    members.equals(expected),
                    "the room has " + members.size() + " members of " + expected.size());
            return Measurement.of(measured, "list").named("list members");
        }
    }
}
