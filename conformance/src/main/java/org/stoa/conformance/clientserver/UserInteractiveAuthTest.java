package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#user-interactive-api-in-the-rest-api.
@Section("client-server-api#user-interactive-api-in-the-rest-api")
final class UserInteractiveAuthTest {
    private static final String PATH = "/delete_devices";

    private static Json request(User user) {
        return Json.of("devices", List.of(user.deviceId()));
    }

    @Test
    void requestWithoutAuth_getsAChallenge(User alice) {
        Json challenge = alice.post(PATH, request(alice.loginAgain())).expect(401).json();

        assertThat(challenge.list("flows"))
                .anyMatch(flow -> flow.strings("stages").equals(List.of("m.login.password")));
        assertThat(challenge.string("session")).isNotEmpty();
        assertThat(challenge.has("errcode")).isFalse();
    }

    @Test
    void everyChallenge_hasASessionOfItsOwn(User alice) {
        Json request = request(alice.loginAgain());

        String first = alice.post(PATH, request).expect(401).json().string("session");

        assertThat(alice.post(PATH, request).expect(401).json().string("session"))
                .isNotEqualTo(first);
    }

    @Test
    void wrongPassword_getsTheChallengeAgain_withAnError(User alice) {
        Json request = request(alice.loginAgain());
        Json challenge = alice.post(PATH, request).expect(401).json();
        Json auth = alice.passwordAuth(challenge).with("password", "wrong");

        Json answer = alice.post(PATH, request.with("auth", auth)).expect(401).json();

        assertThat(answer.string("errcode")).isEqualTo("M_FORBIDDEN");
        assertThat(answer.string("error")).isNotEmpty();
        assertThat(answer.string("session")).isEqualTo(challenge.string("session"));
        assertThat(answer.list("flows")).isEqualTo(challenge.list("flows"));
    }

    @Test
    void wrongPassword_mayBeFollowedByTheRightOne(User alice) {
        User phone = alice.loginAgain();
        Json request = request(phone);
        Json auth = alice.passwordAuth(alice.post(PATH, request).expect(401).json());
        alice.post(PATH, request.with("auth", auth.with("password", "wrong"))).expect(401);

        alice.post(PATH, request.with("auth", auth)).ok();

        phone.get("/account/whoami").expectError(401, "M_UNKNOWN_TOKEN");
    }

    @Test
    void unauthenticatedRequest_doesNothing(User alice) {
        User phone = alice.loginAgain();

        alice.post(PATH, request(phone)).expect(401);

        phone.get("/account/whoami").ok();
    }

    @Test
    void passwordByWholeUserId_isGood(User alice) {
        Json request = request(alice.loginAgain());
        Json challenge = alice.post(PATH, request).expect(401).json();
        Json identifier = Json.of("type", "m.id.user", "user", alice.id());

        alice.post(
                        PATH,
                        request.with(
                                "auth",
                                alice.passwordAuth(challenge).with("identifier", identifier)))
                .ok();
    }

    @Test
    void passwordOfAnotherUser_isForbidden(User alice, User bob) {
        User phone = alice.loginAgain();
        Json request = request(phone);
        Json challenge = alice.post(PATH, request).expect(401).json();

        Answer answer = alice.post(PATH, request.with("auth", bob.passwordAuth(challenge)));

        assertThat(answer.status()).isIn(401, 403);
        assertThat(answer.json().string("errcode")).isEqualTo("M_FORBIDDEN");
        phone.get("/account/whoami").ok();
    }

    @Test
    void unknownStage_isRefused(User alice) {
        User phone = alice.loginAgain();
        Json request = request(phone);
        String session = alice.post(PATH, request).expect(401).json().string("session");
        Json auth = Json.of("type", "org.example.no_such_stage", "session", session);

        assertThat(alice.post(PATH, request.with("auth", auth)).status()).isIn(400, 401);
        phone.get("/account/whoami").ok();
    }

    @Test
    void unknownSession_isRefused(User alice) {
        User phone = alice.loginAgain();
        Json auth = alice.passwordAuth(Json.of("session", "nonsense"));

        assertThat(alice.post(PATH, request(phone).with("auth", auth)).status())
                .isIn(400, 401, 403);
        phone.get("/account/whoami").ok();
    }

    @Test
    void session_isGoodForOneOperation(Homeserver homeserver, User alice) {
        Json challenge = alice.post(PATH, request(alice.loginAgain())).expect(401).json();
        Json change =
                Json.of("new_password", "another-Horse-18", "auth", alice.passwordAuth(challenge));

        // The identifier is to be passed back in subsequent attempts to authenticate in the same
        // API call.
        assertThat(alice.post("/account/password", change).status()).isIn(400, 401, 403);
        homeserver.anonymous().post("/login", alice.passwordLogin()).ok();
    }
}
