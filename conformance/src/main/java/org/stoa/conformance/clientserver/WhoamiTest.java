package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3accountwhoami.
@Section("client-server-api#get_matrixclientv3accountwhoami")
final class WhoamiTest {
    @Test
    void whoami_namesUserAndDevice(User alice) {
        Json whoami = alice.get("/account/whoami").ok();

        assertThat(whoami.string("user_id")).isEqualTo(alice.id());
        assertThat(whoami.string("device_id")).isEqualTo(alice.deviceId());
    }

    @Test
    void whoami_ofAUser_isNoGuest(User alice) {
        Json whoami = alice.get("/account/whoami").ok();

        // `is_guest` defaults to `false`.
        assertThat(whoami.find("is_guest").orElse(Json.value(false))).isEqualTo(Json.value(false));
    }

    @Test
    void whoami_ofAGuest_isGuest(Homeserver homeserver) {
        assertThat(homeserver.guest().get("/account/whoami").ok().bool("is_guest")).isTrue();
    }

    @Test
    void whoami_afterLogout_isUnknownToken(User alice) {
        alice.post("/logout", Json.EMPTY).ok();

        alice.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    }
}
