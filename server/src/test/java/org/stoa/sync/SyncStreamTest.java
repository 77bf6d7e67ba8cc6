package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

/// Many senders at once, and readers who follow with incremental syncs: what they put together is the timeline, each event
/// once and in its order, and the state that they keep is the room's.
final class SyncStreamTest {
    private static final int SENDERS = 5;
    private static final int EVENTS_EACH = 40;
    private static final int ROOMS = 3;

    @EachEngine
    void sync_manySendersAndSmallLimits_missesAndDoublesNothing(TestDatabase test)
            throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient owner = server.register("owner");
            List<TestClient> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(server.register("sender" + i));
            }
            TestClient reader = server.register("reader");
            List<String> rooms = new ArrayList<>();
            for (int i = 0; i < ROOMS; i++) {
                String room = owner.createRoom(json("{'preset': 'public_chat'}"));
                senders.forEach(sender -> sender.join(room));
                reader.join(room);
                allowEverything(owner, room);
                rooms.add(room);
            }
            List<Follower> followers =
                    List.of(
                            new Follower(reader, 2),
                            new Follower(reader.loginAgain(), 7),
                            new Follower(reader.loginAgain(), 1_000));
            followers.forEach(Follower::follow);

            AtomicInteger sending = new AtomicInteger(SENDERS);
            List<FutureTask<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                TestClient sender = senders.get(i);
                Random random = new Random(i);
                tasks.add(
                        start(
                                () -> {
                                    try {
                                        send(sender, rooms, random);
                                    } finally {
                                        sending.decrementAndGet();
                                    }
                                }));
            }
            for (Follower follower : followers) {
                tasks.add(start(() -> follower.followWhile(sending)));
            }
            for (FutureTask<Void> task : tasks) {
                task.get(120, TimeUnit.SECONDS);
            }

            for (Follower follower : followers) {
                follower.follow();
                for (String room : rooms) {
                    assertThat(follower.timeline(room))
                            .as("timeline with limit %d", follower.limit)
                            .isEqualTo(newest(owner, room, follower.timeline(room).size()));
                    assertThat(follower.client.heldIn(room))
                            .as("state with limit %d", follower.limit)
                            .isEqualTo(SyncTest.stateOf(owner, room));
                }
            }
            int told =
                    rooms.stream()
                            .mapToInt(room -> followers.getFirst().timeline(room).size())
                            .sum();
            assertThat(told).isGreaterThanOrEqualTo(SENDERS * EVENTS_EACH);
        }
    }

    private static void allowEverything(TestClient owner, String room) {
        JsonObject levels = owner.state(room, "m.room.power_levels", "");
        owner.setState(
                room,
                "m.room.power_levels",
                "",
                levels.toBuilder().put("state_default", 0).build());
    }

    private static void send(TestClient sender, List<String> rooms, Random random) {
        for (int i = 0; i < EVENTS_EACH; i++) {
            String room = rooms.get(random.nextInt(rooms.size()));
            if (random.nextInt(3) == 0) {
                sender.setState(
                        room,
                        "org.example.counter",
                        "key" + random.nextInt(4),
                        json("{'n': " + i + ", 'by': '" + sender.id() + "'}"));
            } else {
                sender.say(room, "message " + i);
            }
        }
    }

    /// The newest events of a room, oldest first.
    private static List<String> newest(TestClient client, String room, int count) {
        List<String> found = new ArrayList<>();
        Optional<String> from = Optional.empty();
        while (found.size() < count) {
            JsonObject page =
                    from.isEmpty()
                            ? client.get("/rooms/{}/messages?dir=b&limit=100", room).ok()
                            : client.get(
                                            "/rooms/{}/messages?dir=b&limit=100&from={}",
                                            room,
                                            from.get())
                                    .ok();
            page.array("chunk")
                    .orElseThrow()
                    .objects()
                    .forEach(event -> found.add(SyncClient.id(event)));
            from = page.string("end");
            if (from.isEmpty()) {
                break;
            }
        }
        return found.subList(0, Math.min(count, found.size())).reversed();
    }

    private static FutureTask<Void> start(Runnable work) {
        FutureTask<Void> task = new FutureTask<>(work, null);
        Thread.ofVirtual().start(task);
        return task;
    }

    /// A reader who fills the gaps of limited timelines by paging backwards.
    private static final class Follower {
        private final SyncClient client;
        private final int limit;
        private final Map<String, List<String>> timelines = new HashMap<>();
        private Optional<String> since = Optional.empty();

        Follower(TestClient client, int limit) {
            this.client =
                    new SyncClient(client, "{\"room\":{\"timeline\":{\"limit\":" + limit + "}}}");
            this.limit = limit;
        }

        List<String> timeline(String room) {
            return timelines.getOrDefault(room, List.of());
        }

        void followWhile(AtomicInteger sending) {
            while (sending.get() > 0) {
                follow();
            }
        }

        void follow() {
            JsonObject answer = client.sync();
            SyncClient.rooms(answer, "join")
                    .forEach((room, part) -> append(room, (JsonObject) part));
            since = answer.string("next_batch");
        }

        private void append(String room, JsonObject part) {
            JsonObject timeline = part.object("timeline").orElseThrow();
            List<String> known = timelines.computeIfAbsent(room, first -> new ArrayList<>());
            if (since.isPresent() && timeline.bool("limited").orElseThrow()) {
                known.addAll(gap(room, timeline.string("prev_batch").orElseThrow()));
            }
            SyncClient.events(part, "timeline").forEach(event -> known.add(SyncClient.id(event)));
        }

        private List<String> gap(String room, String previous) {
            List<String> newestFirst = new ArrayList<>();
            Optional<String> from = Optional.of(previous);
            while (from.isPresent()) {
                JsonObject page =
                        client.client()
                                .get(
                                        "/rooms/{}/messages?dir=b&limit=3&from={}&to={}",
                                        room,
                                        from.get(),
                                        since.orElseThrow())
                                .ok();
                page.array("chunk")
                        .orElseThrow()
                        .objects()
                        .forEach(event -> newestFirst.add(SyncClient.id(event)));
                from = page.string("end");
            }
            return newestFirst.reversed();
        }
    }
}
