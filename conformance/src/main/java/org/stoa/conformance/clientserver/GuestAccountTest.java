package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.conformance.client.Deadline.eventually;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#guest-access.
@Section("client-server-api#guest-access")
final class GuestAccountTest {
    @Test
    void guest_hasAnAccountAndADevice(Homeserver homeserver) {
        User guest = homeserver.guest();

        assertThat(guest.id()).matches("@[a-z0-9._=/+-]+:.+");
        assertThat(guest.get("/account/whoami").ok().string("user_id")).isEqualTo(guest.id());
    }

    @Test
    void guestRegistration_ignoresTheDeviceId(Homeserver homeserver) {
        homeserver.guest();

        Json answer =
                homeserver
                        .anonymous()
                        .post(
                                "/register?kind=guest",
                                Json.of("device_id", "MINE", "username", "mine"))
                        .ok();

        // The server MUST pick a `device_id` for the account regardless of input.
        assertThat(answer.string("device_id")).isNotEqualTo("MINE");
        assertThat(answer.string("user_id")).doesNotStartWith("@mine:");
    }

    @Test
    void guest_mayReadItsDevices(Homeserver homeserver) {
        User guest = homeserver.guest();

        assertThat(guest.get("/devices").ok().list("devices")).hasSize(1);
        guest.get("/devices/{}", guest.deviceId()).ok();
    }

    @Test
    void guest_mayNameItsDevice(Homeserver homeserver) {
        User guest = homeserver.guest();

        guest.put("/devices/{}", Json.of("display_name", "Borrowed"), guest.deviceId()).ok();

        assertThat(guest.get("/devices/{}", guest.deviceId()).ok().string("display_name"))
                .isEqualTo("Borrowed");
    }

    @Test
    void guest_maySetItsDisplayName_andNothingElse(Homeserver homeserver) {
        User guest = homeserver.guest();

        guest.put("/profile/{}/displayname", Json.of("displayname", "Guest"), guest.id()).ok();
        guest.put(
                        "/profile/{}/avatar_url",
                        Json.of("avatar_url", "mxc://example.org/abc"),
                        guest.id())
                .expectError(403, "M_GUEST_ACCESS_FORBIDDEN");

        assertThat(guest.get("/profile/{}/displayname", guest.id()).ok().string("displayname"))
                .isEqualTo("Guest");
    }

    @Test
    void guest_maySync(Homeserver homeserver) {
        assertThat(homeserver.guest().sync().nextBatch()).isNotEmpty();
    }

    @Test
    void guest_mayNotChangeAPassword(Homeserver homeserver) {
        User guest = homeserver.guest();

        assertThat(guest.post("/account/password", Json.of("new_password", User.PASSWORD)).status())
                .isBetween(401, 403);
    }

    @Test
    void guest_mayNotCreateRooms(Homeserver homeserver) {
        homeserver
                .guest()
                .post("/createRoom", Json.EMPTY)
                .expectError(403, "M_GUEST_ACCESS_FORBIDDEN");
    }

    @Test
    void guest_joinsWhereGuestsCan(Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String room = alice.createPublicRoom();
        alice.setState(room, "m.room.guest_access", "", Json.of("guest_access", "can_join"));

        guest.post("/rooms/{}/join", Json.EMPTY, room).ok();

        assertThat(alice.state(room, "m.room.member", guest.id()).string("membership"))
                .isEqualTo("join");
        guest.say(room, "hello");
    }

    @Test
    void guest_doesNotJoinWhereGuestsCannot(Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String room = alice.createPublicRoom();
        alice.setState(room, "m.room.guest_access", "", Json.of("guest_access", "forbidden"));

        Answer answer = guest.post("/rooms/{}/join", Json.EMPTY, room);

        assertThat(answer.expect(403).json().string("errcode"))
                .isIn("M_FORBIDDEN", "M_GUEST_ACCESS_FORBIDDEN");
    }

    @Test
    void guests_areSentAway_whenTheRoomForbidsThem(Homeserver homeserver, User alice) {
        User guest = homeserver.guest();
        String room = alice.createPublicRoom();
        alice.setState(room, "m.room.guest_access", "", Json.of("guest_access", "can_join"));
        guest.post("/rooms/{}/join", Json.EMPTY, room).ok();

        alice.setState(room, "m.room.guest_access", "", Json.of("guest_access", "forbidden"));

        // The server MUST set those users' `m.room.member` state to `leave`.
        eventually(
                () ->
                        assertThat(
                                        alice.state(room, "m.room.member", guest.id())
                                                .string("membership"))
                                .isEqualTo("leave"));
    }
}
