package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestClient;

/// Transactions of events of rooms that this server is not in.
final class OutsidePdusTest {
    private static final String NOT_HERE = "This server is not in the room";

    /// A room with an invite for a user of this server, which is not in it. Another version than that of the shared room, since
    /// that is what makes it another room.
    private record Invited(SharedRoom shared, TestClient bob, ForeignRoom room, Event invite) {
        static Invited in(SharedRoom shared) {
            TestClient bob = shared.server.register("bob");
            ForeignRoom room = ForeignRoom.create(RoomVersion.V11, shared.creator);
            Event invite = room.member(shared.creator, bob.id(), "invite", room.last());
            shared.server
                    .homeserver()
                    .rooms()
                    .receive()
                    .outside()
                    .enter(RoomVersion.V11, invite, JsonArray.EMPTY);
            return new Invited(shared, bob, room, invite);
        }

        boolean isInvited() {
            return bob.sync()
                    .object("rooms")
                    .flatMap(rooms -> rooms.object("invite"))
                    .flatMap(rooms -> rooms.object(room.roomId().toString()))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"leave", "ban"})
    void invite_thatItsServerWithdraws_isNoneAnyMore(String membership) {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Invited invited = Invited.in(shared);
            Event end =
                    invited.room()
                            .member(
                                    shared.creator,
                                    invited.bob().id(),
                                    membership,
                                    invited.invite());

            String since = invited.bob().sync().string("next_batch").orElseThrow();
            JsonObject answer = shared.send(end).ok();

            assertThat(answer).isEqualTo(SharedRoom.results(Map.of(end.eventId(), "")));
            assertThat(invited.isInvited()).isFalse();
            JsonObject left =
                    invited.bob()
                            .syncSince(since)
                            .object("rooms")
                            .flatMap(rooms -> rooms.object("leave"))
                            .flatMap(rooms -> rooms.object(invited.room().roomId().toString()))
                            .flatMap(room -> room.object("timeline"))
                            .orElseThrow();
            assertThat(left.array("events").orElseThrow().objects())
                    .extracting(event -> event.string("event_id").orElseThrow())
                    .containsExactly(end.eventId().toString());
        }
    }

    @Test
    void leave_byWhoDidNotInvite_isRefused() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Invited invited = Invited.in(shared);
            String other = shared.peer.user("other");
            Event joined = invited.room().join(other, invited.invite());
            Event end = invited.room().member(other, invited.bob().id(), "leave", joined);

            shared.send(end).ok();

            assertThat(invited.isInvited()).isTrue();
        }
    }

    @Test
    void leave_thatDoesNotNameTheInvite_isRefused() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Invited invited = Invited.in(shared);
            Event other = invited.room().events().get(3);
            Event end = invited.room().member(shared.creator, invited.bob().id(), "leave", other);

            JsonObject answer = shared.send(end).ok();

            assertThat(answer).isEqualTo(SharedRoom.results(Map.of(end.eventId(), NOT_HERE)));
            assertThat(invited.isInvited()).isTrue();
        }
    }

    @Test
    void leave_withoutAValidSignature_isRefused() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Invited invited = Invited.in(shared);
            Event end =
                    invited.room()
                            .member(shared.creator, invited.bob().id(), "leave", invited.invite());
            Event unsigned =
                    Event.parse(
                            end.json().with("signatures", JsonObject.EMPTY),
                            invited.room().version().rules());

            JsonObject answer = shared.send(unsigned).ok();

            assertThat(answer).isEqualTo(SharedRoom.results(Map.of(unsigned.eventId(), NOT_HERE)));
            assertThat(invited.isInvited()).isTrue();
        }
    }

    @Test
    void otherEvents_areRefused() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Invited invited = Invited.in(shared);
            Event message = invited.room().message(shared.creator, "hello", invited.invite());

            JsonObject answer = shared.send(message).ok();

            assertThat(answer).isEqualTo(SharedRoom.results(Map.of(message.eventId(), NOT_HERE)));
            assertThat(invited.isInvited()).isTrue();
        }
    }

    /// A user who was in a room which other servers were in too, and left it, so that this server is not in it any more.
    private static void leave(SharedRoom shared) {
        Event end =
                shared.foreign.member(
                        shared.creator, shared.alice.id(), "leave", shared.foreign.last());
        shared.send(end).ok();
    }

    /// The tasks, by the server that they are for.
    private static List<String> farewells(SharedRoom shared) {
        return shared
                .server
                .homeserver()
                .database()
                .read(
                        tx ->
                                tx.list(
                                        "SELECT payload FROM task WHERE kind = 'federation.farewell'",
                                        row -> row.text(1)))
                .stream()
                .map(payload -> Json.parseObject(payload).string("server").orElseThrow())
                .toList();
    }

    @Test
    void stranger_whoSpeaksOfARoomThatWasLeft_isNotToldWhoWasThere() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer stranger = shared.peer.another()) {
            leave(shared);
            JsonObject pdu = JsonObject.of("room_id", shared.id());

            stranger.sendAll(shared.server.anonymous(), List.of(pdu), List.of()).ok();
            assertThat(farewells(shared)).isEmpty();

            shared.sendAll(List.of(pdu), List.of()).ok();
            assertThat(farewells(shared)).containsExactly(shared.peer.name().text());
        }
    }

    @Test
    void server_thatGoesOnSpeakingOfARoom_isToldOnce() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            leave(shared);
            shared.peer.answering(
                    "GET /_matrix/federation/v1/make_leave",
                    (request, out) -> ScriptedServer.json(out, 503, "{}"));
            JsonObject pdu = JsonObject.of("room_id", shared.id());

            for (int i = 0; i < 3; i++) {
                shared.sendAll(List.of(pdu), List.of()).ok();
                shared.server.time().advance(Duration.ofMinutes(11));
            }

            assertThat(farewells(shared)).hasSize(1);
        }
    }
}
