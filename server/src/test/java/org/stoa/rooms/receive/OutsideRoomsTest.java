package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Invites to rooms that this server is not in, and what becomes of them.
final class OutsideRoomsTest {
    private static final String CREATOR = "@creator:a.example";
    private static final JsonArray STRIPPED =
            JsonArray.of(
                    JsonObject.of(
                            "type",
                            "m.room.name",
                            "state_key",
                            "",
                            "sender",
                            CREATOR,
                            "content",
                            JsonObject.of("name", "far")));

    @EachEngine
    void invite_isToldWithItsStrippedState(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String since = alice.sync().string("next_batch").orElseThrow();
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);

            invite(server, foreign, alice);

            assertThat(section(alice.syncSince(since), "invite", foreign).toString())
                    .contains("\"far\"");
            server.restart();
            assertThat(section(alice.sync(), "invite", foreign).toString()).contains("\"far\"");
            assertThat(server.homeserver().rooms().rooms().find(foreign.roomId())).isEmpty();
        }
    }

    @EachEngine
    void invite_thatIsAcceptedByAJoin_isARoomLikeAnyOther(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            Event closed =
                    foreign.state(
                            CREATOR,
                            "m.room.join_rules",
                            "",
                            JsonObject.of("join_rule", "invite"),
                            foreign.last());
            foreign.message(CREATOR, "more", closed);
            invite(server, foreign, alice);
            String since = alice.sync().string("next_batch").orElseThrow();

            Entered room = Entered.by(server, foreign, alice);

            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(room.join()));
            assertThat(section(alice.syncSince(since), "join", foreign)).isNotNull();
            alice.say(room.id(), "hello");
        }
    }

    @EachEngine
    void invite_thatIsWithdrawn_isLeft(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Event invite = invite(server, foreign, alice);
            String since = alice.sync().string("next_batch").orElseThrow();
            Event other = foreign.member(CREATOR, alice.id(), "leave", foreign.events().get(3));

            boolean byOther = Entered.module(server).outside().end(other);
            boolean ended =
                    Entered.module(server)
                            .outside()
                            .end(foreign.member(CREATOR, alice.id(), "leave", invite));

            assertThat(byOther).isFalse();
            assertThat(ended).isTrue();
            assertThat(section(alice.syncSince(since), "leave", foreign)).isNotNull();
            assertThat(alice.sync().object("rooms").flatMap(rooms -> rooms.object("invite")))
                    .isEmpty();
        }
    }

    @EachEngine
    void invite_thatIsRefusedWithNobodyReached_isLeft(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            invite(server, foreign, alice);
            String since = alice.sync().string("next_batch").orElseThrow();
            OutsideRooms outside = Entered.module(server).outside();

            boolean left = outside.leave(foreign.roomId(), alice.userId(), Optional.empty());
            boolean again = outside.leave(foreign.roomId(), alice.userId(), Optional.empty());

            assertThat(left).isTrue();
            assertThat(again).isFalse();
            assertThat(section(alice.syncSince(since), "leave", foreign)).isNotNull();
        }
    }

    private static Event invite(TestServer server, ForeignRoom foreign, TestClient user) {
        Event invite = foreign.member(CREATOR, user.id(), "invite", foreign.last());
        Entered.module(server).outside().enter(foreign.version(), invite, STRIPPED);
        return invite;
    }

    private static JsonObject section(JsonObject sync, String name, ForeignRoom foreign) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object(name))
                .flatMap(rooms -> rooms.object(foreign.roomId().toString()))
                .orElseThrow();
    }
}
