package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.sync.SyncClient.bodies;
import static org.stoa.sync.SyncClient.joined;

import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.rows.GapRow;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

final class GapTest {
    /// What the order numbers leave for events that may be fetched later.
    private static final long ROOM_BELOW_A_GAP = 1L << 24;

    @EachEngine
    void sync_eventWhoseEarlierOnesAreMissing_isTheFirstOfALimitedTimeline(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String before = alice.sync().string("next_batch").orElseThrow();
            alice.say(room, "one");
            String since = alice.sync().string("next_batch").orElseThrow();
            String two = alice.say(room, "two");
            alice.say(room, "three");
            makeGapBelow(server.homeserver().database(), two);
            server.restart();

            JsonObject next = timeline(alice.syncSince(since), room);
            JsonObject fromBefore = timeline(alice.syncSince(before), room);
            JsonObject first = timeline(alice.sync(), room);

            for (JsonObject timeline : new JsonObject[] {next, fromBefore, first}) {
                assertThat(bodies(timeline.array("events").orElseThrow().objects()))
                        .containsExactly("two", "three");
                assertThat(timeline.bool("limited")).contains(true);
            }
            String token = next.string("prev_batch").orElseThrow();
            JsonObject older =
                    alice.get("/rooms/{}/messages?dir=b&limit=1&from={}", room, token).ok();
            assertThat(bodies(older.array("chunk").orElseThrow().objects())).containsExactly("one");
        }
    }

    private static JsonObject timeline(JsonObject answer, String room) {
        return joined(answer, room).object("timeline").orElseThrow();
    }

    private static void makeGapBelow(Database database, String eventId) {
        byte[] stored = EventId.tryParse(eventId).orElseThrow().toStoredBytes();
        database.execute(
                tx -> {
                    long[] place =
                            tx.one(
                                            "SELECT room, ord FROM event WHERE event_id = ?",
                                            row -> new long[] {row.number(1), row.number(2)},
                                            stored)
                                    .orElseThrow();
                    tx.update(
                            "UPDATE event SET ord = ord + ? WHERE room = ? AND ord >= ?",
                            ROOM_BELOW_A_GAP,
                            place[0],
                            place[1]);
                    tx.update(
                            "UPDATE room SET last_ord = last_ord + ? WHERE room = ?",
                            ROOM_BELOW_A_GAP,
                            place[0]);
                    var _ = tx.nextPosition();
                    tx.add(new GapRow(place[0], place[1] + ROOM_BELOW_A_GAP, new byte[0]));
                });
    }
}
