package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#account-suspension.
@Section("client-server-api#account-suspension")
final class AccountSuspensionTest {
    private static final String PATH = "/_matrix/client/v1/admin/suspend/{}";

    /// An administrator who may suspend; skips where there is none.
    private static User administrator(Homeserver homeserver) {
        User administrator = homeserver.administrator();
        boolean offered =
                administrator
                        .get("/capabilities")
                        .ok()
                        .find("capabilities", "m.account_moderation", "suspend")
                        .equals(Optional.of(Json.value(true)));
        assumeTrue(offered, "the server does not offer to suspend accounts");
        return administrator;
    }

    private static Json suspend(Homeserver homeserver, User user) {
        return administrator(homeserver).put(PATH, Json.of("suspended", true), user.id()).ok();
    }

    @Test
    void suspension_isAnswered_andRead(Homeserver homeserver, User alice) {
        User administrator = administrator(homeserver);
        assertThat(administrator.get(PATH, alice.id()).ok().bool("suspended")).isFalse();

        assertThat(
                        administrator
                                .put(PATH, Json.of("suspended", true), alice.id())
                                .ok()
                                .bool("suspended"))
                .isTrue();

        assertThat(administrator.get(PATH, alice.id()).ok().bool("suspended")).isTrue();
    }

    @Test
    void suspendedUser_sendsNoMessages(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        suspend(homeserver, alice);

        alice.put(
                        "/rooms/{}/send/m.room.message/1",
                        Json.of("msgtype", "m.text", "body", "hello"),
                        room)
                .expectError(403, "M_USER_SUSPENDED");
    }

    @Test
    void suspendedUser_joinsNoRooms(Homeserver homeserver, User alice, User bob) {
        String room = bob.createPublicRoom();
        suspend(homeserver, alice);

        alice.post("/join/{}", Json.EMPTY, room).expectError(403, "M_USER_SUSPENDED");
    }

    @Test
    void suspendedUser_sendsNoInvites(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoom();
        suspend(homeserver, alice);

        alice.post("/rooms/{}/invite", Json.of("user_id", bob.id()), room)
                .expectError(403, "M_USER_SUSPENDED");
    }

    @Test
    void suspendedUser_changesNoProfile(Homeserver homeserver, User alice) {
        suspend(homeserver, alice);

        alice.put("/profile/{}/displayname", Json.of("displayname", "x"), alice.id())
                .expectError(403, "M_USER_SUSPENDED");
    }

    @Test
    void suspendedUser_seesMessages(Homeserver homeserver, User alice, User bob) {
        String room = bob.createRoomWith(alice);
        suspend(homeserver, alice);
        String event = bob.say(room, "hello");

        assertThat(alice.syncUntilEvent(room, event).hasEvent(room, event)).isTrue();
        alice.get("/rooms/{}/messages?dir=b", room).ok();
    }

    @Test
    void suspendedUser_mayLeave_andLogInAndOut(Homeserver homeserver, User alice, User bob) {
        String room = bob.createRoomWith(alice);
        suspend(homeserver, alice);

        alice.leave(room);

        alice.loginAgain().post("/logout", Json.EMPTY).ok();
    }

    @Test
    void suspendedUser_mayRedactItsOwnEvents(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "hello");
        suspend(homeserver, alice);

        alice.redact(room, event);

        assertThat(alice.event(room, event).get("content")).isEqualTo(Json.EMPTY);
    }

    @Test
    void suspendedUser_redactsNoEventsOfOthers(Homeserver homeserver, User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = bob.say(room, "hello");
        suspend(homeserver, alice);

        alice.put("/rooms/{}/redact/{}/1", Json.EMPTY, room, event)
                .expectError(403, "M_USER_SUSPENDED");
    }

    @Test
    void suspensionThatWasLifted_isOver(Homeserver homeserver, User alice) {
        String room = alice.createRoom();
        User administrator = administrator(homeserver);
        administrator.put(PATH, Json.of("suspended", true), alice.id()).ok();

        administrator.put(PATH, Json.of("suspended", false), alice.id()).ok();

        alice.say(room, "hello");
    }

    @Test
    void suspension_byAUser_isForbidden(Homeserver homeserver, User alice, User bob) {
        administrator(homeserver);

        bob.put(PATH, Json.of("suspended", true), alice.id()).expectError(403, "M_FORBIDDEN");
        bob.get(PATH, alice.id()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void suspension_ofOneself_isForbidden(Homeserver homeserver) {
        User administrator = administrator(homeserver);

        administrator
                .put(PATH, Json.of("suspended", true), administrator.id())
                .expectError(403, "M_FORBIDDEN");
    }
}
