package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#password-management.
@Section("client-server-api#password-management")
final class PasswordTest {
    private static final String OTHER = "another-Horse-18";

    private static Json change(User user, Json request) {
        return user.confirmed("POST", "/account/password", request).ok();
    }

    private static Json withPassword(User user, String password) {
        return user.passwordLogin().with("password", password);
    }

    @Test
    void change_asksForAuthentication(User alice) {
        Json challenge =
                alice.post("/account/password", Json.of("new_password", OTHER)).expect(401).json();

        assertThat(challenge.list("flows"))
                .anyMatch(flow -> flow.strings("stages").contains("m.login.password"));
    }

    @Test
    void change_replacesThePassword(Homeserver homeserver, User alice) {
        assertThat(change(alice, Json.of("new_password", OTHER))).isEqualTo(Json.EMPTY);

        homeserver.anonymous().post("/login", withPassword(alice, OTHER)).ok();
        homeserver
                .anonymous()
                .post("/login", withPassword(alice, User.PASSWORD))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void change_keepsTheTokenThatAsked(User alice) {
        change(alice, Json.of("new_password", OTHER));

        alice.get("/account/whoami").ok();
    }

    @Test
    void change_logsOtherDevicesOut_byDefault(User alice) {
        User phone = alice.loginAgain();

        change(alice, Json.of("new_password", OTHER));

        phone.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        alice.get("/devices/{}", phone.deviceId()).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void change_withLogoutDevicesFalse_keepsOtherDevices(User alice) {
        User phone = alice.loginAgain();

        change(alice, Json.of("new_password", OTHER, "logout_devices", false));

        alice.get("/devices/{}", phone.deviceId()).ok();
    }

    @Test
    void change_withWrongPassword_changesNothing(Homeserver homeserver, User alice) {
        Json request = Json.of("new_password", OTHER);
        Json challenge = alice.post("/account/password", request).expect(401).json();
        Json auth = alice.passwordAuth(challenge).with("password", "wrong");

        Json answer =
                alice.post("/account/password", request.with("auth", auth)).expect(401).json();

        assertThat(answer.string("errcode")).isEqualTo("M_FORBIDDEN");
        homeserver.anonymous().post("/login", alice.passwordLogin()).ok();
    }

    @Test
    void changedPassword_isGoodForTheNextAuthentication(User alice) {
        change(alice, Json.of("new_password", OTHER));
        User phone = alice.loginAgainWith(OTHER);
        Json request = Json.of("devices", List.of(phone.deviceId()));
        Json challenge = alice.post("/delete_devices", request).expect(401).json();

        alice.post(
                        "/delete_devices",
                        request.with("auth", alice.passwordAuth(challenge).with("password", OTHER)))
                .ok();
    }
}
