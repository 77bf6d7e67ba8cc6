package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.StorageException;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// Writes of received events that fail in the middle, and are tried again.
final class FailedWritesTest {
    private static final String CREATOR = "@creator:a.example";
    private static final long IN_THE_WAY = 1L << 60;

    @EachEngine
    void events_afterAFailedWrite_comeOutAsIfNothingHadHappened(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            List<Event> events = branches(foreign, room);
            Event merge = foreign.message(CREATOR, "merge", foreign.leaves().toArray(Event[]::new));
            // More than one batch, so that a write waits that is built on the one that fails.
            block(room, 30);
            assertThatThrownBy(() -> room.receive(events)).isInstanceOf(StorageException.class);
            assertThat(room.extremities()).containsExactly(room.join().eventId());
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(room.join()));
            unblock(room);

            List<Verdict> verdicts = room.receive(events);
            room.receive(merge);

            assertThat(verdicts)
                    .isEqualTo(Collections.nCopies(events.size(), new Verdict.Accepted()));
            assertThat(room.extremities()).containsExactly(merge.eventId());
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(merge));
            server.restart();
            assertThat(room.storedCurrentState()).isEqualTo(foreign.stateAfter(merge));
            for (Event event : events) {
                assertThat(room.stateBefore(event)).isEqualTo(foreign.stateBefore(event));
            }
        }
    }

    /// Two branches of state events and messages, 90 events.
    private static List<Event> branches(ForeignRoom foreign, Entered room) {
        List<Event> events = new ArrayList<>();
        Event left = room.join();
        Event right = room.join();
        for (int i = 0; i < 45; i++) {
            left = foreign.state(CREATOR, "x.left", "k" + i % 7, JsonObject.of("n", "n" + i), left);
            right =
                    i % 2 == 0
                            ? foreign.message(CREATOR, "right" + i, right)
                            : foreign.state(
                                    CREATOR,
                                    "m.room.topic",
                                    "",
                                    JsonObject.of("topic", "t" + i),
                                    right);
            events.add(left);
            events.add(right);
        }
        return events;
    }

    /// Takes a place in the timeline that an event is about to get.
    private static void block(Entered room, long after) {
        long ord = room.room().visible().head().lastOrd() + after;
        long nid = room.room().nid();
        room.database()
                .execute(
                        tx ->
                                tx.update(
                                        """
                                        INSERT INTO event
                                            (event, event_id, room, ord, sender, type, ts, depth)
                                        VALUES (?, ?, ?, ?, 0, 0, 0, 0)
                                        """,
                                        IN_THE_WAY,
                                        new byte[] {1},
                                        nid,
                                        ord));
    }

    private static void unblock(Entered room) {
        room.database().execute(tx -> tx.update("DELETE FROM event WHERE event = ?", IN_THE_WAY));
    }
}
