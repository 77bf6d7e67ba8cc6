package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#openid.
@Section("client-server-api#openid")
final class OpenIdTest {
    private static final String PATH = "/user/{}/openid/request_token";

    @Test
    void token_isMade_forTheUserItself(User alice) {
        Json token = alice.post(PATH, Json.EMPTY, alice.id()).ok();

        assertThat(token.string("access_token")).isNotEmpty();
        assertThat(token.string("token_type")).isEqualTo("Bearer");
        assertThat(token.string("matrix_server_name")).isEqualTo(alice.serverName());
        assertThat(token.integer("expires_in")).isPositive();
    }

    @Test
    void token_isNotMade_forAnotherUser(User alice, User bob) {
        bob.post(PATH, Json.EMPTY, alice.id()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void token_isNoAccessToken(Homeserver homeserver, User alice) {
        String token = alice.post(PATH, Json.EMPTY, alice.id()).ok().string("access_token");

        homeserver
                .anonymous()
                .withToken(token)
                .get("/account/whoami")
                .expectError(401, "M_UNKNOWN_TOKEN");
    }
}
