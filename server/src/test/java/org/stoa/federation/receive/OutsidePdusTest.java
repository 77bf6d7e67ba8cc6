package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;
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
}
