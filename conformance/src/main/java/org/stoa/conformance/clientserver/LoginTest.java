package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#legacy-login.
@Section("client-server-api#legacy-login")
final class LoginTest {
    private static Json login(String user, String password) {
        return Json.of(
                "type",
                "m.login.password",
                "identifier",
                Json.of("type", "m.id.user", "user", user),
                "password",
                password);
    }

    private static List<String> flows(Homeserver homeserver) {
        return homeserver.anonymous().get("/login").ok().list("flows").stream()
                .map(flow -> flow.string("type"))
                .toList();
    }

    @Test
    void flows_areListedToAnybody(Homeserver homeserver) {
        assertThat(flows(homeserver)).contains("m.login.password");
    }

    @Test
    void login_byLocalpart_answersAccountAndDevice(Homeserver homeserver, User alice) {
        Json answer =
                homeserver.anonymous().post("/login", login(alice.localpart(), User.PASSWORD)).ok();

        assertThat(answer.string("user_id")).isEqualTo(alice.id());
        assertThat(answer.string("access_token")).isNotEmpty().isNotEqualTo(alice.accessToken());
        assertThat(answer.string("device_id")).isNotEmpty().isNotEqualTo(alice.deviceId());
    }

    @Test
    void login_byWholeUserId_answersTheAccount(Homeserver homeserver, User alice) {
        Json answer = homeserver.anonymous().post("/login", login(alice.id(), User.PASSWORD)).ok();

        assertThat(answer.string("user_id")).isEqualTo(alice.id());
    }

    @Test
    void login_byTheDeprecatedUserMember_answersTheAccount(Homeserver homeserver, User alice) {
        Json request =
                Json.of(
                        "type",
                        "m.login.password",
                        "user",
                        alice.localpart(),
                        "password",
                        User.PASSWORD);

        assertThat(homeserver.anonymous().post("/login", request).ok().string("user_id"))
                .isEqualTo(alice.id());
    }

    @Test
    void login_makesATokenThatWorks(Homeserver homeserver, User alice) {
        String token =
                homeserver
                        .anonymous()
                        .post("/login", alice.passwordLogin())
                        .ok()
                        .string("access_token");

        assertThat(
                        homeserver
                                .anonymous()
                                .withToken(token)
                                .get("/account/whoami")
                                .ok()
                                .string("user_id"))
                .isEqualTo(alice.id());
    }

    @Test
    void login_withWrongPassword_isForbidden(Homeserver homeserver, User alice) {
        homeserver
                .anonymous()
                .post("/login", login(alice.localpart(), "wrong"))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void login_withEmptyPassword_isForbidden(Homeserver homeserver, User alice) {
        homeserver
                .anonymous()
                .post("/login", login(alice.localpart(), ""))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void login_ofNobody_isForbidden(Homeserver homeserver) {
        homeserver
                .anonymous()
                .post("/login", login(homeserver.unique("nobody"), User.PASSWORD))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void login_ofAUserOfAnotherServer_isForbidden(Homeserver homeserver, User alice) {
        homeserver
                .anonymous()
                .post(
                        "/login",
                        login("@" + alice.localpart() + ":elsewhere.invalid", User.PASSWORD))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void login_byUnknownThirdPartyIdentifier_isForbidden(Homeserver homeserver) {
        Json request =
                Json.of(
                        "type",
                        "m.login.password",
                        "identifier",
                        Json.of(
                                "type",
                                "m.id.thirdparty",
                                "medium",
                                "email",
                                "address",
                                homeserver.unique("nobody") + "@example.org"),
                        "password",
                        User.PASSWORD);

        homeserver.anonymous().post("/login", request).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void login_ofUnknownType_isABadRequest(Homeserver homeserver, User alice) {
        Json request = alice.passwordLogin().with("type", "org.example.no_such_login");

        homeserver.anonymous().post("/login", request).expect(400);
    }

    @Test
    void login_withoutType_isABadRequest(Homeserver homeserver, User alice) {
        Answer answer =
                homeserver.anonymous().post("/login", alice.passwordLogin().without("type"));

        assertThat(answer.expect(400).json().string("errcode"))
                .isIn("M_BAD_JSON", "M_MISSING_PARAM");
    }

    @Test
    void login_withoutPassword_isABadRequest(Homeserver homeserver, User alice) {
        Answer answer =
                homeserver.anonymous().post("/login", alice.passwordLogin().without("password"));

        assertThat(answer.expect(400).json().string("errcode"))
                .isIn("M_BAD_JSON", "M_MISSING_PARAM", "M_INVALID_PARAM");
    }

    @Test
    void login_withUnknownLoginToken_isForbidden(Homeserver homeserver) {
        homeserver
                .anonymous()
                .post("/login", Json.of("type", "m.login.token", "token", "nonsense"))
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void login_withDeviceId_hasThatDevice(Homeserver homeserver, User alice) {
        String device = homeserver.unique("DEVICE");

        Json answer =
                homeserver
                        .anonymous()
                        .post("/login", alice.passwordLogin().with("device_id", device))
                        .ok();

        assertThat(answer.string("device_id")).isEqualTo(device);
        assertThat(alice.get("/devices/{}", device).ok().string("device_id")).isEqualTo(device);
    }

    @Test
    void login_withDisplayName_namesTheNewDevice(Homeserver homeserver, User alice) {
        Json request = alice.passwordLogin().with("initial_device_display_name", "Jungle Phone");

        String device = homeserver.anonymous().post("/login", request).ok().string("device_id");

        assertThat(alice.get("/devices/{}", device).ok().string("display_name"))
                .isEqualTo("Jungle Phone");
    }

    @Test
    void login_onAKnownDevice_keepsItsName(Homeserver homeserver, User alice) {
        Json first =
                alice.passwordLogin()
                        .with("device_id", "KNOWN")
                        .with("initial_device_display_name", "First");
        homeserver.anonymous().post("/login", first).ok();

        homeserver
                .anonymous()
                .post("/login", first.with("initial_device_display_name", "Second"))
                .ok();

        // Ignored if `device_id` corresponds to a known device.
        assertThat(alice.get("/devices/KNOWN").ok().string("display_name")).isEqualTo("First");
    }

    @Test
    void login_onAKnownDevice_endsItsOldToken(Homeserver homeserver, User alice) {
        Json request = alice.passwordLogin().with("device_id", "KNOWN");
        User before = User.of(homeserver, homeserver.anonymous().post("/login", request).ok());

        User after = User.of(homeserver, homeserver.anonymous().post("/login", request).ok());

        // The server will invalidate any access and refresh tokens previously assigned to that
        // device.
        before.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
        after.get("/account/whoami").ok();
        alice.get("/account/whoami").ok();
    }

    @Test
    void login_withoutRefreshTokenSupport_givesNone(Homeserver homeserver, User alice) {
        Json answer = homeserver.anonymous().post("/login", alice.passwordLogin()).ok();

        assertThat(answer.has("refresh_token")).isFalse();
    }
}
