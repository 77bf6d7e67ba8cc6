package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#using-access-tokens.
@Section("client-server-api#using-access-tokens")
final class AccessTokensTest {
    @Test
    void request_withoutToken_isMissingToken(Homeserver homeserver) {
        homeserver.anonymous().get("/account/whoami").expectError(401, "M_MISSING_TOKEN");
    }

    @Test
    void request_withUnknownToken_isUnknownToken(Homeserver homeserver) {
        Json error =
                homeserver
                        .anonymous()
                        .withToken(homeserver.unique("nonsense"))
                        .get("/account/whoami")
                        .expectError(401, "M_UNKNOWN_TOKEN");

        // The `soft_logout` parameter defaults to `false`: the session is destroyed.
        assertThat(error.find("soft_logout").orElse(Json.value(false)))
                .isEqualTo(Json.value(false));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /sync",
        "GET, /joined_rooms",
        "POST, /createRoom",
        "PUT, /profile/@a:b/displayname",
        "GET, /devices",
        "GET, /pushrules/",
        "POST, /logout",
        "POST, /logout/all",
        "PUT, /rooms/!a:b/send/m.room.message/1",
        "POST, /rooms/!a:b/join",
        "GET, /user/@a:b/account_data/m.x",
        "POST, /user/@a:b/filter",
    })
    void operation_withoutToken_isMissingToken(String method, String path, Homeserver homeserver) {
        homeserver.anonymous().send(method, path, Json.EMPTY).expectError(401, "M_MISSING_TOKEN");
    }

    @Test
    void token_isGoodOnEveryDeviceOfItsOwn(User alice) {
        User phone = alice.loginAgain();

        assertThat(phone.accessToken()).isNotEqualTo(alice.accessToken());
        assertThat(alice.get("/account/whoami").ok().string("device_id"))
                .isEqualTo(alice.deviceId());
        assertThat(phone.get("/account/whoami").ok().string("device_id"))
                .isEqualTo(phone.deviceId());
    }
}
