package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#post_matrixclientv3logout.
@Section("client-server-api#post_matrixclientv3logout")
final class LogoutTest {
    @Test
    void logout_answersNothing_andEndsTheToken(User alice) {
        assertThat(alice.post("/logout", Json.EMPTY).ok()).isEqualTo(Json.EMPTY);

        alice.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void logout_deletesTheDevice_andNoOther(User alice) {
        User phone = alice.loginAgain();

        phone.post("/logout", Json.EMPTY).ok();

        alice.get("/devices/{}", phone.deviceId()).expectError(404, "M_NOT_FOUND");
        alice.get("/devices/{}", alice.deviceId()).ok();
    }

    @Test
    void logout_needsNoBody(User alice) {
        alice.sendBytes("POST", "/logout", "application/json", new byte[0]).ok();

        alice.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void logout_destroysTheSession(User alice) {
        alice.post("/logout", Json.EMPTY).ok();

        Json error = alice.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        assertThat(error.find("soft_logout").orElse(Json.value(false)))
                .isEqualTo(Json.value(false));
    }

    @Test
    void logoutAll_endsEveryTokenOfTheUser(User alice, User bob) {
        User phone = alice.loginAgain();

        assertThat(phone.post("/logout/all", Json.EMPTY).ok()).isEqualTo(Json.EMPTY);

        alice.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        phone.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        bob.get("/account/whoami").ok();
    }

    @Test
    void logoutAll_deletesEveryDevice(User alice) {
        User phone = alice.loginAgain();

        alice.post("/logout/all", Json.EMPTY).ok();

        User again = alice.loginAgain();
        assertThat(
                        again.get("/devices").ok().list("devices").stream()
                                .map(d -> d.string("device_id")))
                .containsExactly(again.deviceId())
                .doesNotContain(alice.deviceId(), phone.deviceId());
    }

    @Test
    void logout_thenLogin_worksAgain(User alice) {
        alice.post("/logout", Json.EMPTY).ok();

        assertThat(alice.loginAgain().get("/account/whoami").ok().string("user_id"))
                .isEqualTo(alice.id());
    }
}
