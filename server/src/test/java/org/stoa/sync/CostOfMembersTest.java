package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.SqlWatch;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A message costs the same in a small room and in a large one: the same statements, as many rows read and written.
final class CostOfMembersTest {
    private static final int FEW = 10;
    private static final int MANY = 10_000;

    /// Counts what the database does, but for the scheduler, which asks once a second, and for blocks of numbers, which
    /// are taken once for many events.
    private static final class Costs implements SqlWatch {
        private final Map<String, Integer> counted = new ConcurrentSkipListMap<>();

        @Override
        public void runs(String sql, @Nullable Object[] parameters) {
            add("runs ", sql, 1);
        }

        @Override
        public void returned(String sql, int rows) {
            add("rows of ", sql, rows);
        }

        @Override
        public void writes(String table, int rows) {
            add("writes ", table, rows);
        }

        private void add(String what, String sql, int number) {
            // The sender to other servers begins where it was, which is once after a start.
            boolean isOfTheSender = sql.contains("(flags & 8192) <> 0");
            if (!isOfTheSender
                    && !sql.matches("(?s).*\\b(task|nid_block|background_rewrite)\\b.*")) {
                counted.merge(what + sql, number, Integer::sum);
            }
        }

        Map<String, Integer> during(Runnable action) {
            counted.clear();
            action.run();
            return new TreeMap<>(counted);
        }
    }

    /// @param cold of an incremental sync just after the start, without the rows of a room that is loaded
    private record Cost(
            Map<String, Integer> send, Map<String, Integer> sync, Map<String, Integer> cold) {}

    @EachEngine
    void message_costsTheSameWithTenMembersAndWithTenThousand(TestDatabase few) {
        try (TestDatabase many = TestDatabase.create(few.engine())) {
            Cost small = cost(few, FEW);
            Cost large = cost(many, MANY);

            assertThat(large).isEqualTo(small);
            assertThat(small.send())
                    .containsEntry("writes event", 1)
                    .containsEntry("writes receipt", 1);
            assertThat(small.sync())
                    .as("what is asked for news of a room that is in memory")
                    .isEmpty();
            assertThat(small.cold()).isNotEmpty();
        }
    }

    private static Cost cost(TestDatabase database, int members) {
        Costs costs = new Costs();
        try (TestServer server = TestServer.start(database, config -> watched(config, costs))) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            addMembers(server.homeserver().database(), room, members - 2);
            server.restart();
            String since = read(bob, bob.sync(), room, "");
            alice.say(room, "warm");
            String warm = read(bob, bob.syncSince(since), room, "warm");

            Map<String, Integer> send = costs.during(() -> alice.say(room, "hello"));
            Map<String, Integer> sync =
                    costs.during(() -> read(bob, bob.syncSince(warm), room, "hello"));
            server.restart();
            Map<String, Integer> cold =
                    costs.during(() -> read(bob, bob.syncSince(warm), room, "hello"));
            cold.keySet().removeIf(key -> key.startsWith("rows of "));
            return new Cost(send, sync, cold);
        }
    }

    private static HomeserverConfig watched(HomeserverConfig config, SqlWatch watch) {
        return new HomeserverConfig(
                config.database().withWatch(watch),
                config.http(),
                config.accounts(),
                config.rooms());
    }

    /// Looks at an answer for the message and returns its batch.
    private static String read(TestClient reader, JsonObject answer, String room, String text) {
        if (!text.isEmpty()) {
            assertThat(TestClient.timeline(answer, room).getLast().object("content"))
                    .as(reader.id())
                    .contains(JsonObject.of("msgtype", "m.text", "body", text));
        }
        return answer.string("next_batch").orElseThrow();
    }

    /// Local users who joined, as their rows would be: making as many by requests takes minutes.
    private static void addMembers(Database database, String room, int count) {
        long type = database.names().type("m.room.member");
        String numbers =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT "
                        .formatted(count);
        String of = " FROM n, room r WHERE r.room_id = '" + room + "'";
        String number = "5000000000 + i";
        database.execute(
                tx -> {
                    for (String insert :
                            new String[] {
                                "user_name (user_nid, user_id, server) %s #, '@m' || i || ':localhost', 1",
                                "state_key (state_key, type, text) %s #, "
                                        + type
                                        + ", '@m' || i || ':localhost'",
                                "account (user_nid, localpart, created_ts) %s #, 'm' || i, 0",
                                "member (room, user_nid, membership, event) %s r.room, #, 2, #",
                                """
                                local_membership (user_nid, room, membership, event, pos, joined_ord)
                                %s #, r.room, 2, #, 1, r.last_ord""",
                                """
                                state_entry (line, state_key, from_version, to_version, event)
                                %s r.current_line, #, 1, 9223372036854775807, #"""
                            }) {
                        tx.update(
                                "INSERT INTO "
                                        + insert.formatted(numbers).replace("#", number)
                                        + of);
                    }
                    tx.update("UPDATE room_server SET joined = joined + ?", count);
                });
    }
}
