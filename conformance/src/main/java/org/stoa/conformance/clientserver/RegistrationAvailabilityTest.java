package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3registeravailable.
@Section("client-server-api#get_matrixclientv3registeravailable")
final class RegistrationAvailabilityTest {
    private static Answer available(Homeserver homeserver, String name) {
        return homeserver.anonymous().get("/register/available?username={}", name);
    }

    @Test
    void freeName_isAvailable(Homeserver homeserver) {
        assertThat(available(homeserver, homeserver.unique("free")).ok().bool("available"))
                .isTrue();
    }

    @Test
    void takenName_isUserInUse(Homeserver homeserver, User alice) {
        available(homeserver, alice.localpart()).expectError(400, "M_USER_IN_USE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"has space", "ümlaut", "at@sign", "colon:inside", ""})
    void nameOutsideOfTheGrammar_isInvalid(String name, Homeserver homeserver) {
        Answer answer = available(homeserver, name);

        assertThat(answer.expect(400).json().string("errcode"))
                .isIn("M_INVALID_USERNAME", "M_MISSING_PARAM", "M_INVALID_PARAM");
    }

    @Test
    void missingName_isABadRequest(Homeserver homeserver) {
        homeserver.anonymous().get("/register/available").expect(400);
    }

    @Test
    void asking_doesNotReserve(Homeserver homeserver) {
        String name = homeserver.unique("free");
        available(homeserver, name).ok();

        homeserver.register(name).ok();

        available(homeserver, name).expectError(400, "M_USER_IN_USE");
    }

    @Test
    void nameOfADeactivatedUser_isNotAvailable(Homeserver homeserver, User alice) {
        alice.confirmed("POST", "/account/deactivate", Json.EMPTY).ok();

        available(homeserver, alice.localpart()).expectError(400, "M_USER_IN_USE");
    }
}
