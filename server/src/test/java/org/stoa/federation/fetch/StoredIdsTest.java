package org.stoa.federation.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

final class StoredIdsTest {
    private static final EventId UNDER_WAY = EventId.parse("$" + "u".repeat(43));

    @Test
    void missing_isWhatIsOnlyOnItsWayToItsCommit() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            EventId said = EventId.parse(alice.say(room, "hello"));
            EventStore events = server.homeserver().rooms().events();
            StoredIds stored = new StoredIds(server.homeserver().database(), events);
            events.hold(other(server, room, said));

            assertThat(stored.missing(List.of(said, UNDER_WAY))).containsExactly(UNDER_WAY);
        }
    }

    /// An event like one that is there, with an id that the database has not.
    private static StoredEvent other(TestServer server, String roomId, EventId eventId) {
        EventStore events = server.homeserver().rooms().events();
        Room room = server.homeserver().rooms().rooms().find(RoomId.parse(roomId)).orElseThrow();
        StoredEvent event =
                server.homeserver()
                        .database()
                        .read(tx -> events.find(tx, room.nid(), room.rules(), eventId))
                        .orElseThrow();
        return new StoredEvent(
                event.header(),
                UNDER_WAY,
                event.type(),
                event.roomId(),
                room.rules(),
                new byte[0],
                new byte[0]);
    }
}
