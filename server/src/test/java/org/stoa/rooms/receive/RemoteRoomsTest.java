package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignState;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Rooms that are entered by the answer of a server that is in them.
final class RemoteRoomsTest {
    private static final String CREATOR = "@creator:a.example";

    @EachEngine
    void join_ofARoomOfAnotherServer_showsItWithItsState(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            foreign.state(CREATOR, "m.room.name", "", JsonObject.of("name", "far"), foreign.last());

            Entered room = Entered.by(server, foreign, alice);

            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(room.join()));
            assertThat(room.storedCurrentState()).isEqualTo(foreign.stateAfter(room.join()));
            assertThat(room.extremities()).containsExactly(room.join().eventId());
            assertThat(room.stored(room.join()).ord()).isEqualTo(RoomHead.FIRST_ORD);
            assertThat(alice.state(room.id(), "m.room.name", "").string("name")).contains("far");
            JsonObject sync = alice.sync();
            assertThat(TestClient.timeline(sync, room.id())).hasSize(1);
            assertThat(TestClient.events(sync, room.id(), "state")).isNotEmpty();
            alice.say(room.id(), "hello");
            server.restart();
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(room.join()));
        }
    }

    @EachEngine
    void join_notesTheServersAndTheMembers(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            foreign.join("@bob:b.example", foreign.last());
            foreign.join("@carl:b.example", foreign.last());

            Entered room = Entered.by(server, foreign, server.register("alice"));

            RoomHead head = room.room().visible().head();
            assertThat(head.joined()).isEqualTo(4);
            assertThat(head.servers().values()).containsExactlyInAnyOrder(1, 2, 1);
            server.restart();
            assertThat(room.room().visible().head().servers()).isEqualTo(head.servers());
            assertThat(room.room().visible().head().joined()).isEqualTo(4);
        }
    }

    @EachEngine
    void join_afterTheLastLocalUserHadLeft_takesTheStateOfTheAnswer(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            foreign.member(alice.id(), alice.id(), "leave", room.join());
            alice.post("/rooms/{}/leave", JsonObject.EMPTY, room.id()).ok();
            foreign.state(
                    CREATOR, "m.room.name", "", JsonObject.of("name", "meanwhile"), foreign.last());
            foreign.join("@bob:b.example", foreign.last());
            String since = alice.sync().string("next_batch").orElseThrow();

            Entered again = Entered.by(server, foreign, alice);

            assertThat(again.currentState()).isEqualTo(foreign.stateAfter(again.join()));
            assertThat(again.extremities()).containsExactly(again.join().eventId());
            assertThat(again.room().visible().head().joined()).isEqualTo(3);
            JsonObject sync = alice.syncSince(since);
            assertThat(TestClient.timeline(sync, room.id())).hasSize(1);
            assertThat(TestClient.events(sync, room.id(), "state").toString())
                    .contains("meanwhile");
            assertThat(Entered.module(server).history().gap(again.room(), Long.MAX_VALUE))
                    .hasValueSatisfying(
                            gap -> assertThat(gap.missing()).isEqualTo(again.join().prevEvents()));
        }
    }

    @EachEngine
    void join_ofARoomThatOnlyOthersAreIn_isNotMadeHereAlone(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            alice.post("/rooms/{}/leave", JsonObject.EMPTY, room.id()).ok();

            // Nobody of those who are in it can be reached.
            assertThat(alice.post("/rooms/{}/join", JsonObject.EMPTY, room.id()).status())
                    .isEqualTo(502);
            assertThat(alice.get("/joined_rooms").ok().array("joined_rooms").orElseThrow())
                    .isEmpty();
        }
    }

    @EachEngine
    void joins_ofTwoUsersAtOnce_areBothIn(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient carol = server.register("carol");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Event last = foreign.last();
            Event one = foreign.join(alice.id(), last);
            Event two = foreign.join(carol.id(), last);

            Entered.module(server).remoteRooms().enter(foreign.answer(one));
            Entered.module(server).remoteRooms().enter(foreign.answer(two));
            Entered.module(server).remoteRooms().enter(foreign.answer(two));

            alice.say(foreign.roomId().toString(), "hello");
            carol.say(foreign.roomId().toString(), "hello");
        }
    }

    @Test
    void join_thatTheStateDoesNotAllow_isRefused() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Event last = foreign.last();
            Event join = foreign.join(alice.id(), last);
            foreign.member(CREATOR, alice.id(), "ban", last);
            List<Event> state =
                    Stream.concat(foreign.given(join).events().stream(), Stream.of(foreign.last()))
                            .toList();
            JoinAnswer answer =
                    new JoinAnswer(foreign.version(), foreign.given(join).with(state), join, null);

            assertThatThrownBy(() -> Entered.module(server).remoteRooms().enter(answer))
                    .isInstanceOfSatisfying(
                            MatrixException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
            assertThat(server.homeserver().rooms().rooms().find(foreign.roomId())).isEmpty();
        }
    }

    @Test
    void answer_withARejectedStateEvent_isTakenWithoutIt() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Event last = foreign.last();
            Event intruder =
                    foreign.state(
                            "@bob:b.example", "m.room.name", "", JsonObject.of("name", "x"), last);
            Event join = foreign.join(alice.id(), last);
            ForeignState honest = foreign.given(join);
            List<Event> state =
                    Stream.concat(honest.events().stream(), Stream.of(intruder)).toList();

            Entered.module(server)
                    .remoteRooms()
                    .enter(new JoinAnswer(foreign.version(), honest.with(state), join, null));

            assertThat(
                            alice.get("/rooms/{}/state/m.room.name", foreign.roomId().toString())
                                    .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void answer_withoutItsCreateEvent_isRefused() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Event join = foreign.join(alice.id(), foreign.last());
            JoinAnswer answer =
                    new JoinAnswer(
                            foreign.version(), new ForeignState(List.of(), List.of()), join, null);

            assertThatThrownBy(() -> Entered.module(server).remoteRooms().enter(answer))
                    .isInstanceOf(MatrixException.class);
        }
    }
}
