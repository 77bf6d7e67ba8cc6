package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#invite-permission.
@Section("client-server-api#invite-permission")
final class InvitePermissionTest {
    private static void configure(User user, Json content) {
        user.put("/user/{}/account_data/m.invite_permission_config", content, user.id()).ok();
    }

    private static void block(User user) {
        configure(user, Json.of("default_action", "block"));
    }

    @Test
    void invite_ofAUserWhoBlocksThem_isRefused(User alice, User bob) {
        block(bob);

        alice.post("/rooms/{}/invite", Json.of("user_id", bob.id()), alice.createRoom())
                .expectError(403, "M_INVITE_BLOCKED");
    }

    @Test
    void invite_byStateEvent_isRefused(User alice, User bob) {
        block(bob);

        alice.put(
                        "/rooms/{}/state/m.room.member/{}",
                        Json.of("membership", "invite"),
                        alice.createRoom(),
                        bob.id())
                .expectError(403, "M_INVITE_BLOCKED");
    }

    @Test
    void invite_withANewRoom_isRefused_orTheRoomIsMadeWithoutIt(User alice, User bob) {
        block(bob);

        Answer answer = alice.post("/createRoom", Json.of("invite", Json.array(bob.id())));

        // "It is possible for one of the invited users to be rejected whilst the room creation as a
        // whole succeeds."
        if (answer.status() != 200) {
            answer.expectError(403, "M_INVITE_BLOCKED");
        }
        assertThat(bob.sync().json().keys("rooms", "invite")).isEmpty();
    }

    @Test
    void inviteThatIsThereAlready_isNotServed(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);

        block(bob);

        assertThat(bob.sync().invited(room)).isEmpty();
        // Other endpoints are not affected by invite blocking.
        assertThat(alice.state(room, "m.room.member", bob.id()).string("membership"))
                .isEqualTo("invite");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'default_action':'org.example.none'}", "{'default_action':5}"})
    void otherValues_blockNothing(String content, User alice, User bob) {
        block(bob);
        configure(bob, Json.parse(content));
        String room = alice.createRoom();

        alice.invite(room, bob);

        assertThat(bob.sync().invited(room)).isPresent();
    }
}
