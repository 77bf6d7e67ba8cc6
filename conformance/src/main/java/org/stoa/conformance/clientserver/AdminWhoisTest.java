package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#server-administration.
@Section("client-server-api#server-administration")
final class AdminWhoisTest {
    private static final String PATH = "/admin/whois/{}";

    @Test
    void whois_byTheUser_namesItsConnections(User alice) {
        alice.get("/account/whoami").ok();

        Answer answer = alice.get(PATH, alice.id());

        // May be restricted to only be called by the user being looked up, or by a server admin.
        assertThat(answer.ok().string("user_id")).isEqualTo(alice.id());
    }

    @Test
    void whois_byAnotherUser_isForbidden(User alice, User bob) {
        bob.get(PATH, alice.id()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void whois_byAnAdministrator_isAnswered(Homeserver homeserver, User alice) {
        User administrator = homeserver.administrator();

        assertThat(administrator.get(PATH, alice.id()).ok().string("user_id"))
                .isEqualTo(alice.id());
    }

    @Test
    void whois_withoutToken_isDenied(Homeserver homeserver, User alice) {
        homeserver.anonymous().get(PATH, alice.id()).expectError(401, "M_MISSING_TOKEN");
    }
}
