package org.stoa.rooms.persist;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.platform.Randomness;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Database;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Relating;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A redaction that comes before the event that it redacts, as it can from other servers: the event is built, but added
/// only after its redaction.
final class PendingRedactionsTest {
    @EachEngine
    void event_afterItsRedaction_isStoredRedacted(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String root = alice.say(room, "root");
            Late late = new Late(server, alice, room, "m.thread", root);
            late.redact(alice);
            String since = bob.sync().string("next_batch").orElseThrow();

            late.arrive();

            late.assertRedacted(bob);
            assertThat(Relating.bundled(bob, room, root)).isEqualTo(JsonObject.EMPTY);
            assertThat(count(bob.syncSince(since), room)).isEqualTo(1);
            assertThat(pending(server)).isZero();
        }
    }

    @EachEngine
    void event_afterItsRedactionAndARestart_isStoredRedacted(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String root = alice.say(room, "root");
            Late late = new Late(server, alice, room, "m.reference", root);
            late.redact(alice);
            assertThat(pending(server)).isEqualTo(1);
            server.restart();

            late.arrive();

            late.assertRedacted(alice);
            assertThat(pending(server)).isZero();
        }
    }

    @EachEngine
    void event_afterARedactionWithoutThePower_isLeftAsItIs(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            Late late = new Late(server, alice, room, "m.reference", alice.say(room, "root"));
            late.redact(bob);

            late.arrive();

            JsonObject event = alice.get("/rooms/{}/event/{}", room, late.id()).ok();
            assertThat(event.object("content").flatMap(content -> content.string("body")))
                    .contains("late");
            assertThat(pending(server)).isZero();
        }
    }

    @EachEngine
    void redaction_ofAnEventOfAnotherRoom_doesNotWait(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String elsewhere = alice.say(alice.createRoom(), "elsewhere");

            new Late(server, alice, room, "m.reference", elsewhere).redact(alice, elsewhere);

            assertThat(pending(server)).isZero();
        }
    }

    private static long pending(TestServer server) {
        return server.homeserver()
                .database()
                .read(
                        tx ->
                                tx.one(
                                                "SELECT COUNT(*) FROM pending_redaction",
                                                row -> row.number(1))
                                        .orElseThrow());
    }

    /// The root alone is unread: an event that arrives redacted is not counted, nor is a redaction.
    private static long count(JsonObject sync, String room) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .flatMap(join -> join.object(room))
                .flatMap(joined -> joined.object("unread_notifications"))
                .orElseThrow()
                .integer("notification_count")
                .orElseThrow();
    }

    /// An event that was built and is added later.
    private static final class Late {
        private final TestServer server;
        private final String roomId;
        private final Draft draft;
        private final EventFactory.Built built;

        Late(TestServer server, TestClient sender, String roomId, String kind, String target) {
            this.server = server;
            this.roomId = roomId;
            Database database = server.homeserver().database();
            EventFactory factory =
                    new EventFactory(
                            ServerName.parse("localhost"),
                            server.homeserver().remote().ownKeys()::current,
                            server.homeserver().rooms().events(),
                            database.names(),
                            server.time(),
                            Randomness.secure());
            draft = draft(sender, "m.room.message", Relating.content(kind, target, "late"));
            built = factory.build(room().roomId(), room().rules(), room().visible().head(), draft);
        }

        private Room room() {
            return server.homeserver().rooms().rooms().require(RoomId.parse(roomId));
        }

        private EventSender sender() {
            return server.homeserver().rooms().sender();
        }

        private Draft draft(TestClient sender, String type, JsonObject content) {
            long number =
                    server.homeserver().database().names().findUser(sender.userId()).orElseThrow();
            return Draft.message(sender.userId(), number, type, content);
        }

        String id() {
            return built.event().eventId().toString();
        }

        void redact(TestClient sender) {
            redact(sender, id());
        }

        void redact(TestClient sender, String target) {
            Draft redaction = draft(sender, "m.room.redaction", JsonObject.of("redacts", target));
            sender().update(room(), update -> sender().add(update, redaction));
        }

        void arrive() {
            sender().update(room(), update -> sender().addBuilt(update, draft, built));
        }

        void assertRedacted(TestClient reader) {
            JsonObject event = reader.get("/rooms/{}/event/{}", roomId, id()).ok();
            assertThat(event.object("content")).contains(JsonObject.EMPTY);
            assertThat(
                            event.object("unsigned")
                                    .flatMap(unsigned -> unsigned.object("redacted_because"))
                                    .flatMap(redaction -> redaction.string("type")))
                    .contains("m.room.redaction");
            assertThat(reader.get("/rooms/{}/messages?dir=b", roomId).text())
                    .doesNotContain("\"late\"");
        }
    }
}
