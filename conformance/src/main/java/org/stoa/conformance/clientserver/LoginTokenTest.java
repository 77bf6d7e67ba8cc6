package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#post_matrixclientv1loginget_token.
@Section("client-server-api#post_matrixclientv1loginget_token")
final class LoginTokenTest {
    private static final String PATH = "/_matrix/client/v1/login/get_token";

    private static void assumeOffered(User user) {
        boolean offered =
                user.get("/capabilities")
                        .ok()
                        .find("capabilities", "m.get_login_token", "enabled")
                        .equals(Optional.of(Json.value(true)));
        assumeTrue(offered, "the server does not offer m.get_login_token to this user");
    }

    private static Json tokenLogin(String token) {
        return Json.of("type", "m.login.token", "token", token);
    }

    @Test
    void token_logsAnotherDeviceIn(Homeserver homeserver, User alice) {
        assumeOffered(alice);

        Json answer = alice.confirmed("POST", PATH, Json.EMPTY).ok();

        assertThat(answer.integer("expires_in_ms")).isPositive();
        Json login =
                homeserver
                        .anonymous()
                        .post("/login", tokenLogin(answer.string("login_token")))
                        .ok();
        assertThat(login.string("user_id")).isEqualTo(alice.id());
        assertThat(login.string("device_id")).isNotEqualTo(alice.deviceId());
    }

    @Test
    void token_isGoodForOneLogin(Homeserver homeserver, User alice) {
        assumeOffered(alice);
        Json login =
                tokenLogin(alice.confirmed("POST", PATH, Json.EMPTY).ok().string("login_token"));
        homeserver.anonymous().post("/login", login).ok();

        homeserver.anonymous().post("/login", login).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void everyToken_needsAnAuthenticationOfItsOwn(User alice) {
        assumeOffered(alice);
        alice.confirmed("POST", PATH, Json.EMPTY).ok();

        // For this endpoint, servers MUST always re-prompt the user for verification.
        assertThat(alice.post(PATH, Json.EMPTY).expect(401).json().list("flows")).isNotEmpty();
    }

    @Test
    void offer_isInTheLoginFlows(Homeserver homeserver, User alice) {
        assumeOffered(alice);

        assertThat(homeserver.anonymous().get("/login").ok().list("flows"))
                .anyMatch(
                        flow ->
                                flow.string("type").equals("m.login.token")
                                        && flow.find("get_login_token")
                                                .equals(Optional.of(Json.value(true))));
    }

    @Test
    void token_withoutAccessToken_isDenied(Homeserver homeserver) {
        homeserver.anonymous().post(PATH, Json.EMPTY).expectError(401, "M_MISSING_TOKEN");
    }
}
