package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.conformance.client.Deadline.eventually;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#guest-access.
@Section("client-server-api#guest-access")
final class GuestRoomsTest {
    private static String open(User alice) {
        String room = alice.createPublicRoom();
        alice.setState(room, "m.room.guest_access", "", Json.of("guest_access", "can_join"));
        return room;
    }

    @Test
    void guest_mayLeave(Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String room = open(alice);
        guest.post("/rooms/{}/join", Json.EMPTY, room).ok();

        guest.leave(room);

        assertThat(alice.state(room, "m.room.member", guest.id()).string("membership"))
                .isEqualTo("leave");
    }

    @Test
    void guest_maySendStateAndAnyEvents(Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String room = open(alice);
        guest.post("/rooms/{}/join", Json.EMPTY, room).ok();
        Levels.set(alice, room, "state_default", 0);

        String event = guest.sendEvent(room, "org.example.any", Json.of("a", 1));
        guest.setState(room, "org.example.state", "", Json.of("a", 2));

        assertThat(alice.event(room, event).get("content")).isEqualTo(Json.of("a", 1));
        assertThat(alice.state(room, "org.example.state", "")).isEqualTo(Json.of("a", 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/rooms/{}/state",
                "/rooms/{}/state/m.room.create/",
                "/rooms/{}/messages?dir=b",
                "/rooms/{}/members",
                "/rooms/{}/initialSync"
            })
    void guest_mayReadAWorldReadableRoom(String path, Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String room = alice.createRoom();
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                Json.of("history_visibility", "world_readable"));

        guest.get(path, room).ok();
    }

    @Test
    void guest_mayReadEventsOfAWorldReadableRoom(Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String room = alice.createRoom();
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                Json.of("history_visibility", "world_readable"));
        String event = alice.say(room, "hello");

        assertThat(guest.event(room, event).string("content", "body")).isEqualTo("hello");
        guest.get("/rooms/{}/context/{}", room, event).ok();
    }

    @Test
    void guest_mayNotReadWhatIsNotWorldReadable(Homeserver homeserver, User alice) {
        homeserver.guest().get("/rooms/{}/state", alice.createPublicRoom()).expect(403);
    }

    @Test
    void guest_mayNotInvite(Homeserver homeserver, User alice, User bob) {
        User guest = homeserver.guest();
        String room = open(alice);
        guest.post("/rooms/{}/join", Json.EMPTY, room).ok();

        guest.post("/rooms/{}/invite", Json.of("user_id", bob.id()), room)
                .expectError(403, "M_GUEST_ACCESS_FORBIDDEN");
    }

    @Test
    void guest_mayNotMakeAliases(Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String alias = "#" + homeserver.unique("guest") + ":" + alice.serverName();

        guest.put("/directory/room/{}", Json.of("room_id", open(alice)), alias)
                .expectError(403, "M_GUEST_ACCESS_FORBIDDEN");
    }

    @Test
    void guests_areSentAway_whenTheEventIsEmptied_andOthersStay(
            Homeserver homeserver, User alice, User bob) {
        User guest = homeserver.guest();
        String room = open(alice);
        guest.post("/rooms/{}/join", Json.EMPTY, room).ok();
        bob.join(room);

        alice.setState(room, "m.room.guest_access", "", Json.EMPTY);

        eventually(
                () ->
                        assertThat(alice.get("/rooms/{}/joined_members", room).ok().keys("joined"))
                                .containsExactlyInAnyOrder(alice.id(), bob.id()));
    }
}
