package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#web-browser-clients.
@Section("client-server-api#web-browser-clients")
final class WebBrowserTest {
    private static void assertCors(Answer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.header("Access-Control-Allow-Methods").orElse(""))
                .contains("GET", "POST", "PUT", "DELETE", "OPTIONS");
        assertThat(
                        answer.header("Access-Control-Allow-Headers")
                                .orElse("")
                                .toLowerCase(Locale.ROOT))
                .contains("x-requested-with", "content-type", "authorization");
    }

    @Test
    void answer_hasTheCorsHeaders(User alice) {
        assertCors(alice.get("/account/whoami"));
    }

    @Test
    void error_hasTheCorsHeaders(Homeserver homeserver) {
        assertCors(homeserver.anonymous().get("/account/whoami"));
    }

    @Test
    void unknownPath_hasTheCorsHeaders(Homeserver homeserver) {
        assertCors(homeserver.anonymous().get("/no_such_endpoint"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sync", "/login", "/createRoom", "/rooms/!a:b/send/m.room.message/1"})
    void options_needsNoToken_andHasTheCorsHeaders(String path, Homeserver homeserver) {
        Answer answer =
                homeserver.anonymous().sendBytes("OPTIONS", path, "text/plain", new byte[0]);

        assertThat(answer.status()).isIn(200, 204);
        assertCors(answer);
    }

    @Test
    void options_doesNotDoWhatTheEndpointDoes(User alice) {
        alice.sendBytes("OPTIONS", "/logout", "text/plain", new byte[0]);

        // The server MUST NOT perform any logic defined for the endpoints.
        alice.get("/account/whoami").ok();
    }
}
