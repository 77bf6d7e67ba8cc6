package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

/// Many users in random rooms that they join and leave, whose presence changes at random: each hears of exactly those who
/// share a room with him, as a model says that keeps every room as a set.
final class PresenceReachTest {
    private static final int USERS = 16;
    private static final int ROOMS = 6;
    private static final int STEPS = 120;
    private static final int MAX_MEMBERS = 7;
    private static final JsonObject PUBLIC = JsonObject.of("preset", "public_chat");
    private static final String[] STATES = {"online", "unavailable"};

    private final Random random = new Random(20_260_301);
    private final List<TestClient> users = new ArrayList<>();
    private final List<SyncClient> readers = new ArrayList<>();
    private final List<String> roomIds = new ArrayList<>();
    private final List<Set<Integer>> rooms = new ArrayList<>();

    /// What each reader has yet to hear of.
    private final List<Set<String>> due = new ArrayList<>();

    @EachEngine
    void presence_ofManyUsers_reachesExactlyWhoShareARoom(TestDatabase test) {
        try (SyncServer server =
                SyncServer.start(
                        test,
                        config ->
                                config.withEphemeral(
                                        config.ephemeral().withMaxRoomMembers(MAX_MEMBERS)))) {
            begin(server);

            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> moveSomebody();
                    case 1 -> readAndCompare(random.nextInt(USERS));
                    default -> changeSomebody();
                }
            }
            for (int reader = 0; reader < USERS; reader++) {
                readAndCompare(reader);
            }
        }
    }

    private void begin(SyncServer server) {
        for (int user = 0; user < USERS; user++) {
            users.add(server.register("user" + user));
            // A device that only reads, and does not want to be seen by it.
            readers.add(new SyncClient(users.get(user), "{}", "offline"));
        }
        for (int room = 0; room < ROOMS; room++) {
            int creator = room % USERS;
            roomIds.add(users.get(creator).createRoom(PUBLIC));
            rooms.add(new HashSet<>(Set.of(creator)));
            int size = room == 0 ? USERS : 3;
            while (rooms.get(room).size() < size) {
                join(random.nextInt(USERS), room);
            }
        }
        for (int user = 0; user < USERS; user++) {
            readers.get(user).sync();
            due.add(new TreeSet<>());
        }
    }

    private void changeSomebody() {
        int user = random.nextInt(USERS);
        String presence = STATES[random.nextInt(STATES.length)];
        String message = "m" + random.nextInt(1_000_000);
        users.get(user)
                .put(
                        "/presence/{}/status",
                        JsonObject.of("presence", presence, "status_msg", message),
                        users.get(user).id())
                .ok();
        for (int reader = 0; reader < USERS; reader++) {
            forget(reader, user);
            if (reader != user && shares(reader, user)) {
                due.get(reader).add(users.get(user).id() + " " + presence);
            }
        }
    }

    /// Who moves has read before, and so have the others: what is due does not depend on who shared a room before.
    private void moveSomebody() {
        for (int reader = 0; reader < USERS; reader++) {
            readAndCompare(reader);
        }
        int user = random.nextInt(USERS);
        int room = 1 + random.nextInt(ROOMS - 1);
        boolean leaves = rooms.get(room).contains(user);
        if (leaves) {
            users.get(user).post("/rooms/{}/leave", JsonObject.EMPTY, roomIds.get(room)).ok();
            rooms.get(room).remove(user);
        } else if (rooms.get(room).size() < MAX_MEMBERS) {
            join(user, room);
        }
        // Who joins is told of once more, and hears of who is there.
        for (SyncClient reader : readers) {
            reader.sync();
        }
    }

    private void join(int user, int room) {
        if (rooms.get(room).add(user)) {
            users.get(user).post("/join/{}", JsonObject.EMPTY, roomIds.get(room)).ok();
        }
    }

    private void readAndCompare(int reader) {
        List<String> told = PresenceSyncTest.states(readers.get(reader).sync());

        assertThat(new TreeSet<>(told)).as("user%d", reader).isEqualTo(due.get(reader));
        assertThat(told).doesNotHaveDuplicates();
        due.set(reader, new TreeSet<>());
    }

    private void forget(int reader, int user) {
        due.get(reader).removeIf(text -> text.startsWith(users.get(user).id() + " "));
    }

    /// The first room has too many members.
    private boolean shares(int reader, int user) {
        return Stream.iterate(1, room -> room < ROOMS, room -> room + 1)
                .anyMatch(
                        room -> rooms.get(room).contains(reader) && rooms.get(room).contains(user));
    }
}
