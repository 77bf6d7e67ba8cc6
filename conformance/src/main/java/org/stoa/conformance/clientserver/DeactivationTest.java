package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.conformance.client.Deadline.eventually;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#account-deactivation.
@Section("client-server-api#account-deactivation")
final class DeactivationTest {
    private static Json deactivate(User user) {
        return user.confirmed("POST", "/account/deactivate", Json.EMPTY).ok();
    }

    @Test
    void deactivate_asksForAuthentication(User alice) {
        assertThat(alice.post("/account/deactivate", Json.EMPTY).expect(401).json().list("flows"))
                .isNotEmpty();

        alice.get("/account/whoami").ok();
    }

    @Test
    void deactivate_saysWhetherIdentifiersWereUnbound(User alice) {
        assertThat(deactivate(alice).string("id_server_unbind_result"))
                .isIn("success", "no-support");
    }

    @Test
    void deactivate_endsAllTokens(User alice) {
        User phone = alice.loginAgain();

        deactivate(alice);

        alice.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        phone.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void deactivatedUser_cannotLogIn(Homeserver homeserver, User alice) {
        deactivate(alice);

        Answer answer = homeserver.anonymous().post("/login", alice.passwordLogin());

        // Servers MAY instead use `M_FORBIDDEN` when they can no longer authenticate the
        // deactivated user.
        assertThat(answer.expect(403).json().string("errcode"))
                .isIn("M_USER_DEACTIVATED", "M_FORBIDDEN");
    }

    @Test
    void nameOfADeactivatedUser_isNotGivenAgain(Homeserver homeserver, User alice) {
        deactivate(alice);

        homeserver.register(alice.localpart()).expectError(400, "M_USER_IN_USE");
    }

    @Test
    void deactivatedUser_leavesItsRooms(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        deactivate(bob);

        eventually(
                () ->
                        assertThat(
                                        alice.state(room, "m.room.member", bob.id())
                                                .string("membership"))
                                .isEqualTo("leave"));
    }

    @Test
    void deactivate_withWrongPassword_changesNothing(User alice) {
        Json challenge = alice.post("/account/deactivate", Json.EMPTY).expect(401).json();
        Json auth = alice.passwordAuth(challenge).with("password", "wrong");

        alice.post("/account/deactivate", Json.of("auth", auth)).expect(401);

        alice.get("/account/whoami").ok();
    }

    @Test
    void deactivate_withoutToken_isNotDone(Homeserver homeserver, User alice) {
        assertThat(homeserver.anonymous().post("/account/deactivate", Json.EMPTY).status())
                .isEqualTo(401);

        alice.get("/account/whoami").ok();
    }
}
