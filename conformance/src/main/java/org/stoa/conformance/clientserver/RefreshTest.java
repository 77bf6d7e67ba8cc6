package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#refreshing-access-tokens.
@Section("client-server-api#refreshing-access-tokens")
final class RefreshTest {
    private static Json login(Homeserver homeserver, User alice) {
        return homeserver
                .anonymous()
                .post("/login", alice.passwordLogin().with("refresh_token", true))
                .ok();
    }

    /// Logs in with support for refreshing; skips where the server does not refresh.
    private static Json refreshable(Homeserver homeserver, User alice) {
        Json login = login(homeserver, alice);
        assumeTrue(login.has("refresh_token"), "this server gives no refresh tokens");
        return login;
    }

    private static Answer refresh(Homeserver homeserver, String token) {
        return homeserver.anonymous().post("/refresh", Json.of("refresh_token", token));
    }

    @Test
    void refresh_givesANewTokenForTheSameDevice(Homeserver homeserver, User alice) {
        Json login = refreshable(homeserver, alice);

        Json answer = refresh(homeserver, login.string("refresh_token")).ok();

        assertThat(answer.string("access_token")).isNotEqualTo(login.string("access_token"));
        Json whoami =
                homeserver
                        .anonymous()
                        .withToken(answer.string("access_token"))
                        .get("/account/whoami")
                        .ok();
        assertThat(whoami.string("user_id")).isEqualTo(alice.id());
        assertThat(whoami.string("device_id")).isEqualTo(login.string("device_id"));
    }

    @Test
    void registration_givesARefreshToken_whenTheClientSupportsIt(
            Homeserver homeserver, User alice) {
        refreshable(homeserver, alice);
        Json request =
                Json.of(
                        "username",
                        homeserver.unique("bob"),
                        "password",
                        User.PASSWORD,
                        "refresh_token",
                        true,
                        "auth",
                        Json.of("type", "m.login.dummy"));

        Json answer = homeserver.anonymous().post("/register", request).ok();

        refresh(homeserver, answer.string("refresh_token")).ok();
    }

    @Test
    void expiry_ifThereIsOne_isInTheFuture(Homeserver homeserver, User alice) {
        Json login = refreshable(homeserver, alice);

        assertThat(login.find("expires_in_ms").map(Json::integer).orElse(1L)).isPositive();
    }

    @Test
    void refresh_twiceBeforeTheNewTokensAreUsed_works(Homeserver homeserver, User alice) {
        String token = refreshable(homeserver, alice).string("refresh_token");
        refresh(homeserver, token).ok();

        // The old refresh token remains valid until the new access token or refresh token is used.
        refresh(homeserver, token).ok();
    }

    @Test
    void oldRefreshToken_afterTheNewAccessTokenWasUsed_isUnknown(
            Homeserver homeserver, User alice) {
        String token = refreshable(homeserver, alice).string("refresh_token");
        Json answer = refresh(homeserver, token).ok();
        homeserver.anonymous().withToken(answer.string("access_token")).get("/account/whoami").ok();

        assertThat(refresh(homeserver, token).status()).isIn(401, 403);
    }

    @Test
    void oldRefreshToken_afterTheNewOneWasUsed_isUnknown(Homeserver homeserver, User alice) {
        String token = refreshable(homeserver, alice).string("refresh_token");
        refresh(homeserver, refresh(homeserver, token).ok().string("refresh_token")).ok();

        assertThat(refresh(homeserver, token).status()).isIn(401, 403);
    }

    @Test
    void refresh_withNonsense_isUnknownToken(Homeserver homeserver) {
        refresh(homeserver, "nonsense").expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void refresh_withAnAccessToken_isUnknownToken(Homeserver homeserver, User alice) {
        refresh(homeserver, alice.accessToken()).expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void refresh_withoutToken_isABadRequest(Homeserver homeserver) {
        homeserver.anonymous().post("/refresh", Json.EMPTY).expect(400);
    }

    @Test
    void refreshToken_afterLogout_isUnknown(Homeserver homeserver, User alice) {
        Json login = refreshable(homeserver, alice);
        User.of(homeserver, login).post("/logout", Json.EMPTY).ok();

        refresh(homeserver, login.string("refresh_token")).expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void refreshToken_isNoAccessToken(Homeserver homeserver, User alice) {
        Json login = refreshable(homeserver, alice);

        homeserver
                .anonymous()
                .withToken(login.string("refresh_token"))
                .get("/account/whoami")
                .expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void loginOnTheSameDevice_endsItsRefreshToken(Homeserver homeserver, User alice) {
        Json login = refreshable(homeserver, alice);
        Json again = alice.passwordLogin().with("device_id", login.string("device_id"));
        homeserver.anonymous().post("/login", again).ok();

        // The server will invalidate any access and refresh tokens previously assigned to that
        // device.
        refresh(homeserver, login.string("refresh_token")).expectError(401, "M_UNKNOWN_TOKEN");
    }
}
