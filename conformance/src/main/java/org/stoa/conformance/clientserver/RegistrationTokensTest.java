package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#token-authenticated-registration.
@Section("client-server-api#token-authenticated-registration")
final class RegistrationTokensTest {
    private static final String VALIDITY =
            "/_matrix/client/v1/register/m.login.registration_token/validity";

    @Test
    void unknownToken_isNotValid(Homeserver homeserver) {
        Json answer =
                homeserver
                        .anonymous()
                        .get(VALIDITY + "?token={}", homeserver.unique("nonsense"))
                        .ok();

        // False if the token is not a recognised token by the server.
        assertThat(answer.bool("valid")).isFalse();
    }

    @Test
    void missingToken_isABadRequest(Homeserver homeserver) {
        Answer answer = homeserver.anonymous().get(VALIDITY);

        assertThat(answer.expect(400).json().string("errcode"))
                .isIn("M_MISSING_PARAM", "M_INVALID_PARAM");
    }

    @Test
    void tokenStage_isOnlyValidForRegistration(User alice) {
        Json challenge =
                alice.post("/delete_devices", Json.of("devices", List.of())).expect(401).json();

        // The type is only valid on the /register endpoint.
        assertThat(challenge.list("flows"))
                .noneMatch(flow -> flow.strings("stages").contains("m.login.registration_token"));
    }
}
