package org.stoa.bench.scenario;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.stoa.bench.http.Connection;
import org.stoa.bench.load.Load;
import org.stoa.bench.load.Pace;

/// S1: workers send messages to rooms. Each room is read back afterwards: each message is there once, and those of one
/// sender stand in the order in which they were sent.
final class SendScenario implements Scenario {
    private static final int[] COUNTS = {1, 10, 100, 1000};

    @Override
    public String id() {
        return "S1";
    }

    @Override
    public String title() {
        return "send";
    }

    @Override
    public List<Case> cases(Size size) {
        return switch (size) {
            case TINY -> List.of(of(2, 2, 0), of(1, 2, 50));
            case COMPARE -> List.of(of(50, 50, 0), of(1, 1, 0), of(50, 50, 20));
            case FULL -> full();
        };
    }

    private static List<Case> full() {
        List<Case> cases = new ArrayList<>(List.of(of(50, 50, 0), of(50, 50, 20)));
        for (int rooms : COUNTS) {
            for (int workers : COUNTS) {
                if (rooms != 10 && workers <= 100) {
                    cases.add(of(rooms, workers, 0));
                }
            }
        }
        cases.add(of(50, 50, 1000));
        return cases;
    }

    private static Case of(int rooms, int workers, int perSecond) {
        String loop = perSecond == 0 ? "closed loop" : "open loop " + perSecond + "/s";
        return new Case(
                "rooms=" + rooms + " workers=" + workers + " " + loop,
                trial -> {
                    Pace pace = new Pace(trial.warmUp(), trial.size().measured(), perSecond);
                    return List.of(run(trial, rooms, workers, pace));
                });
    }

    private static Measurement run(Trial trial, int rooms, int workers, Pace pace)
            throws IOException, InterruptedException {
        List<Client> clients = trial.clients(workers);
        List<Sender> senders = senders(trial, clients, rooms);
        Load.Measured measured = trial.load(workers, pace, worker -> senders.get(worker).send());
        trial.progress().phase("reading back");
        check(trial, senders);
        for (Client client : clients) {
            client.close();
        }
        return Measurement.of(measured, "send");
    }

    /// A room's first worker makes it. With fewer workers than rooms, each has several and goes from one to the next.
    static List<Sender> senders(Trial trial, List<Client> clients, int rooms)
            throws IOException, InterruptedException {
        int workers = clients.size();
        trial.progress().phase("making " + rooms + " rooms");
        List<String> ids =
                trial.prepare(
                        rooms,
                        (connection, room) ->
                                new Client(connection, clients.get(room % workers).account())
                                        .createPublicRoom());
        List<Sender> senders = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            List<String> own = new ArrayList<>();
            for (int room = worker % rooms; room < rooms; room += workers) {
                own.add(ids.get(room));
            }
            if (worker >= rooms) {
                clients.get(worker).join(own.getFirst());
            }
            senders.add(new Sender(clients.get(worker), own, trial.seed() + worker));
        }
        return senders;
    }

    /// Reads every room back.
    static void check(Trial trial, List<Sender> senders) throws IOException {
        Map<String, List<List<String>>> sent = new HashMap<>();
        Map<String, Account> readers = new HashMap<>();
        for (Sender sender : senders) {
            for (Map.Entry<String, List<String>> room : sender.sent.entrySet()) {
                sent.computeIfAbsent(room.getKey(), _ -> new ArrayList<>()).add(room.getValue());
                readers.putIfAbsent(room.getKey(), sender.client.account());
            }
        }
        try (Connection connection = new Connection(trial.uri())) {
            for (Map.Entry<String, Account> room : readers.entrySet()) {
                Sequence.check(
                        "room " + room.getKey(),
                        sent.getOrDefault(room.getKey(), List.of()),
                        new Client(connection, room.getValue()).messages(room.getKey()));
            }
        }
    }

    /// One worker: sends, and remembers what was acknowledged.
    static final class Sender {
        /// Lengths of messages in words; chat is short.
        private static final int MAX_WORDS = 24;

        private final Client client;
        private final List<String> rooms;
        private final SplittableRandom random;
        private final Map<String, List<String>> sent = new HashMap<>();
        private int count;

        Sender(Client client, List<String> rooms, long seed) {
            this.client = client;
            this.rooms = rooms;
            this.random = new SplittableRandom(seed);
            rooms.forEach(room -> sent.put(room, new ArrayList<>()));
        }

        void send() throws IOException {
            String room = rooms.get(count % rooms.size());
            String text = "message " + count + " word".repeat(random.nextInt(MAX_WORDS));
            String event = client.send(room, "t" + count++, text);
            sent.getOrDefault(room, List.of()).add(event);
        }

        /// The rooms that it sends to.
        List<String> rooms() {
            return List.copyOf(rooms);
        }

        /// The ids of what it sent to a room, in that order.
        List<String> sent(String room) {
            return sent.getOrDefault(room, List.of());
        }

        /// How many messages were sent so far.
        int count() {
            return count;
        }
    }
}
