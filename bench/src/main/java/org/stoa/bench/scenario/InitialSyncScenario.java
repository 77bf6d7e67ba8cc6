package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.bench.http.Answer;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.http.Connection;
import org.stoa.bench.http.Json;
import org.stoa.bench.load.Load;

/// S4: initial /sync of a user who is in many rooms with many members. The answer must have every room, the newest
/// messages of each in order, and the members: all of them, or with lazy loading at least who wrote.
final class InitialSyncScenario implements Scenario {
    private static final int[] COUNTS = {10, 50, 300};
    private static final int[] TIMELINES = {1, 10, 20};
    private static final int MESSAGES = 20;

    @Override
    public String id() {
        return "S4";
    }

    @Override
    public String title() {
        return "initial sync";
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY ->
                    List.of(
                            of(
                                    new Shape(
                                            3,
                                            3,
                                            List.of(new Ask(2, true, 2), new Ask(2, false, 1)))));
            case COMPARE -> List.of(of(new Shape(50, 50, compared())));
            case FULL -> full();
        };
    }

    private static List<Ask> compared() {
        return List.of(new Ask(20, true, 20), new Ask(20, false, 20));
    }

    private static List<Case> full() {
        List<Ask> asks = new ArrayList<>();
        for (int timeline : TIMELINES) {
            for (boolean lazy : new boolean[] {true, false}) {
                asks.add(new Ask(timeline, lazy, 1));
                asks.add(new Ask(timeline, lazy, 20));
            }
        }
        List<Case> cases = new ArrayList<>();
        for (int rooms : COUNTS) {
            for (int members : COUNTS) {
                cases.add(of(new Shape(rooms, members, asks)));
            }
        }
        return cases;
    }

    private static Case of(Shape shape) {
        return new Case(
                "rooms=" + shape.rooms() + " members=" + shape.members(),
                trial -> new Run(trial, shape).run());
    }

    /// @param members of each room, the same users in all
    private record Shape(int rooms, int members, List<Ask> asks) {}

    /// @param atOnce how many users sync at the same time
    private record Ask(int timeline, boolean lazy, int atOnce) {
        String name() {
            return "timeline="
                    + timeline
                    + (lazy ? " lazy" : " all members")
                    + " at once="
                    + atOnce;
        }
    }

    private static final class Run {
        private final Trial trial;
        private final Shape shape;
        private List<Account> accounts = List.of();
        private List<String> rooms = List.of();

        /// Of each room, the last messages in order, and who wrote them.
        private List<List<String>> written = List.of();

        Run(Trial trial, Shape shape) {
            this.trial = trial;
            this.shape = shape;
        }

        List<Measurement> run() throws IOException, InterruptedException {
            prepare();
            List<Measurement> measurements = new ArrayList<>();
            for (Ask ask : shape.asks()) {
                measurements.add(measure(ask));
            }
            return measurements;
        }

        private void prepare() throws IOException, InterruptedException {
            accounts = trial.accounts(shape.members());
            trial.progress().phase("making rooms, joining and writing");
            rooms =
                    trial.prepare(
                            shape.rooms(),
                            (connection, room) -> client(connection, room).createPublicRoom());
            written =
                    trial.prepare(
                            shape.rooms(),
                            (connection, room) -> fill(connection, rooms.get(room), room));
        }

        private Client client(Connection connection, int number) {
            return new Client(connection, accounts.get(number % accounts.size()));
        }

        private List<String> fill(Connection connection, String room, int number)
                throws IOException {
            for (int member = 0; member < shape.members(); member++) {
                if (member != number % accounts.size()) {
                    client(connection, member).join(room);
                }
            }
            List<String> events = new ArrayList<>();
            for (int message = 0; message < MESSAGES; message++) {
                events.add(
                        client(connection, message).send(room, "t" + message, "hello " + message));
            }
            return events;
        }

        private Measurement measure(Ask ask) throws IOException, InterruptedException {
            trial.progress().begin("S4 " + ask.name());
            String filter = Client.filter(ask.timeline(), ask.lazy());
            List<Client> clients = new ArrayList<>();
            for (int worker = 0; worker < ask.atOnce(); worker++) {
                clients.add(client(new Connection(trial.uri()), worker));
            }
            Answer[] newest = new Answer[ask.atOnce()];
            Load.Measured measured =
                    trial.load(
                            ask.atOnce(),
                            trial.closed(),
                            worker -> newest[worker] = clients.get(worker).sync(filter, "", 0));
            long bytes = 0;
            for (Answer answer : newest) {
                check(answer.json(), ask);
                bytes += answer.body().length;
            }
            for (Client client : clients) {
                client.close();
            }
            return Measurement.of(
                            measured,
                            "sync",
                            Map.of("kB of an answer", bytes / 1000.0 / newest.length))
                    .named(ask.name());
        }

        private void check(Json sync, Ask ask) {
            Map<String, Json> joined = sync.at("rooms", "join").members();
            CheckFailed.unless(
                    joined.keySet().equals(Set.copyOf(rooms)),
                    "an initial sync has " + joined.size() + " of " + rooms.size() + " rooms");
            for (int room = 0; room < rooms.size(); room++) {
                checkRoom(sync.at("rooms", "join", rooms.get(room)), written.get(room), ask);
            }
        }

        private void checkRoom(Json room, List<String> events, Ask ask) {
            List<Json> timeline = room.at("timeline", "events").items();
            List<String> seen =
                    timeline.stream().map(event -> event.at("event_id").text()).toList();
            int wanted = Math.min(ask.timeline(), events.size());
            CheckFailed.unless(
                    seen.equals(events.subList(events.size() - wanted, events.size())),
                    "an initial sync has not the newest messages of a room");
            Set<String> members = new HashSet<>();
            for (Json event : room.at("state", "events").items()) {
                if (event.at("type").text().equals("m.room.member")) {
                    members.add(event.at("state_key").text());
                }
            }
            if (!ask.lazy()) {
                CheckFailed.unless(
                        members.size() == shape.members(),
                        "an initial sync has "
                                + members.size()
                                + " of "
                                + shape.members()
                                + " members");
            }
            timeline.forEach(
                    event ->
                            CheckFailed.unless(
                                    members.contains(event.at("sender").text()),
                                    "an initial sync has not the sender of a message"));
        }
    }
}
