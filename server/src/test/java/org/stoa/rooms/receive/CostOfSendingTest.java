package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.SqlWatch;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A message that follows all that is there reads and writes what one in a room of this server alone does, also after forks
/// and merges; so does a message of another server, but for looking up what it names.
final class CostOfSendingTest {
    private static final String CREATOR = "@creator:a.example";

    /// Rows written and statements run, but for the scheduler, which asks once a second, and for blocks of numbers.
    private static final class Costs implements SqlWatch {
        private final Map<String, Integer> counted = new ConcurrentSkipListMap<>();

        @Override
        public void runs(String sql, @Nullable Object[] parameters) {
            add("runs " + sql.strip().replaceAll("\\s+", " "), 1);
        }

        @Override
        public void returned(String sql, int rows) {}

        @Override
        public void writes(String table, int rows) {
            add("writes " + table, rows);
        }

        private void add(String what, int number) {
            if (!what.matches("(?s).*\\b(task|nid_block|background_rewrite)\\b.*")) {
                counted.merge(what, number, Integer::sum);
            }
        }

        Map<String, Integer> during(Runnable action) {
            counted.clear();
            action.run();
            return new TreeMap<>(counted);
        }
    }

    @EachEngine
    void messages_thatFollowAllThatIsThere_costWhatTheyCostInALocalRoom(TestDatabase database) {
        Costs costs = new Costs();
        try (TestServer server =
                TestServer.start(
                        database,
                        config ->
                                new HomeserverConfig(
                                        config.database().withWatch(costs),
                                        config.http(),
                                        config.accounts(),
                                        config.rooms()))) {
            TestClient alice = server.register("alice");
            String local = alice.createRoom();
            alice.say(local, "warm");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            Event left = foreign.message(CREATOR, "left", room.join());
            Event right = foreign.message(CREATOR, "right", room.join());
            Event merge = foreign.message(CREATOR, "merge", left, right);
            Event next = foreign.message(CREATOR, "next", merge);
            room.receive(left, right, merge);
            awaitWords(server);

            Map<String, Integer> inLocal = costs.during(() -> alice.say(local, "hello"));
            Map<String, Integer> received = costs.during(() -> room.receive(next));
            alice.say(room.id(), "warm");
            Map<String, Integer> inForeign = costs.during(() -> alice.say(room.id(), "hello"));

            Stream.of(inLocal, received, inForeign)
                    .forEach(each -> each.keySet().removeIf(CostOfSendingTest::isOfAFollower));
            assertThat(inForeign).isEqualTo(inLocal);
            Map<String, Integer> written = new TreeMap<>(inLocal);
            written.keySet().removeIf(what -> what.startsWith("runs "));
            assertThat(written)
                    .isEqualTo(
                            Map.of(
                                    "writes event", 1,
                                    "writes event_json", 1,
                                    "writes extremity", 2,
                                    "writes receipt", 1,
                                    "writes room", 1,
                                    "writes sent_transaction", 1));
            written.remove("writes receipt");
            written.remove("writes sent_transaction");
            assertThat(received).containsAllEntriesOf(written);
            received.keySet().removeAll(inLocal.keySet());
            assertThat(received.keySet())
                    .as("looks up ids, and whether one was named before")
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    /// Waits until the words of the members who came from elsewhere are written.
    private static void awaitWords(TestServer server) {
        server.awaitTasks(
                () ->
                        server.homeserver()
                                .database()
                                .read(tx -> tx.one("SELECT 1 FROM unindexed_user", row -> 1))
                                .isEmpty());
    }

    /// What the follower that tells other servers does beside, when it comes to it; it may come to several events at once. And
    /// the last look of the one that writes words.
    private static boolean isOfAFollower(String what) {
        return Stream.of(
                        "runs SELECT user_nid FROM unindexed_user",
                        " destination ",
                        " owed ",
                        "FROM room_server WHERE room = ANY",
                        "UPDATE lane",
                        "AND (flags & 8192) <> 0 ORDER BY pos")
                .anyMatch(what::contains);
    }
}
