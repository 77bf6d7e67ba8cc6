package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#standard-error-response.
@Section("client-server-api#standard-error-response")
final class ErrorsTest {
    @Test
    void unknownPath_isUnrecognized(User alice) {
        alice.get("/no_such_endpoint").expectError(404, "M_UNRECOGNIZED");
    }

    @Test
    void unknownPath_withoutToken_isUnrecognized(Homeserver homeserver) {
        homeserver
                .anonymous()
                .get("/_matrix/client/v3/no_such_endpoint")
                .expectError(404, "M_UNRECOGNIZED");
    }

    @Test
    void knownPath_withTheWrongMethod_isUnrecognized(User alice) {
        alice.put("/account/whoami", Json.EMPTY).expectError(405, "M_UNRECOGNIZED");
    }

    @Test
    void body_thatIsNoJson_isNotJson(User alice) {
        alice.sendBytes(
                        "POST",
                        "/createRoom",
                        "application/json",
                        "{nonsense".getBytes(StandardCharsets.UTF_8))
                .expectError(400, "M_NOT_JSON");
    }

    @Test
    void body_thatEndsEarly_isNotJson(User alice) {
        alice.sendBytes(
                        "POST",
                        "/createRoom",
                        "application/json",
                        "{\"name\": \"x".getBytes(StandardCharsets.UTF_8))
                .expectError(400, "M_NOT_JSON");
    }

    @Test
    void body_thatIsNoObject_isRefused(User alice) {
        Answer answer = alice.post("/createRoom", Json.array(1, 2));

        assertThat(answer.expect(400).json().string("errcode")).isIn("M_BAD_JSON", "M_NOT_JSON");
    }

    @Test
    void member_ofTheWrongKind_isBadJson(User alice) {
        Answer answer = alice.post("/createRoom", Json.of("invite", "not a list"));

        assertThat(answer.expect(400).json().string("errcode"))
                .isIn("M_BAD_JSON", "M_INVALID_PARAM");
    }

    @Test
    void requiredMember_thatIsMissing_isBadJson(User alice) {
        String room = alice.createRoom();

        Answer answer = alice.post("/rooms/{}/kick", Json.EMPTY, room);

        assertThat(answer.expect(400).json().string("errcode"))
                .isIn("M_BAD_JSON", "M_MISSING_PARAM");
    }

    @Test
    void error_isSentAsJson(User alice) {
        assertThat(alice.get("/no_such_endpoint").header("Content-Type").orElse(""))
                .startsWith("application/json");
    }
}
