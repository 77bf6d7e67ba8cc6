package org.stoa.rooms.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Events on their way to their commit: those who build on them find them, and nobody else.
final class UnderWayTest {
    @EachEngine
    void event_beforeItIsCommitted_isFoundByNobody(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            Room room =
                    server.homeserver().rooms().rooms().require(RoomId.parse(alice.createRoom()));
            EventSender sender = server.homeserver().rooms().sender();
            long number = server.homeserver().database().names().user(alice.userId());
            Draft draft =
                    Draft.message(
                            alice.userId(),
                            number,
                            "m.room.message",
                            JsonObject.of("msgtype", "m.text", "body", "hello"));

            int[] status = {0};
            StoredEvent sent =
                    sender.update(
                            room,
                            update -> {
                                StoredEvent event = sender.add(update, draft);
                                status[0] = read(alice, event);
                                return event;
                            });

            assertThat(status[0]).isEqualTo(404);
            assertThat(read(alice, sent)).isEqualTo(200);
        }
    }

    @EachEngine
    void invite_ofAUserOfAnotherServer_isOwedToThat(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            Room room =
                    server.homeserver().rooms().rooms().require(RoomId.parse(alice.createRoom()));
            EventSender sender = server.homeserver().rooms().sender();
            long number = server.homeserver().database().names().user(alice.userId());
            Draft invite =
                    Draft.state(
                            alice.userId(),
                            number,
                            "m.room.member",
                            "@bob:b.example",
                            JsonObject.of("membership", "invite"));

            StoredEvent sent = sender.update(room, update -> sender.add(update, invite));

            long owed =
                    server.homeserver()
                            .database()
                            .read(
                                    tx ->
                                            tx.one(
                                                    """
                                                    SELECT o.pos FROM owed o
                                                    JOIN server_name s ON s.server = o.server
                                                    WHERE s.name = 'b.example'
                                                    """,
                                                    row -> row.number(1)))
                            .orElseThrow();
            assertThat(owed)
                    .isEqualTo(server.homeserver().rooms().events().get(sent.event()).pos());
        }
    }

    private static int read(TestClient user, StoredEvent event) {
        return user.get("/rooms/{}/event/{}", event.roomId().toString(), event.eventId().toString())
                .status();
    }
}
