package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Homeserver;

/// Spec: client-server-api#well-known-uris.
@Section("client-server-api#well-known-uris")
final class WellKnownTest {
    @Test
    void client_namesTheHomeserver_orIsNotThere(Homeserver homeserver) {
        Answer answer = homeserver.anonymous().get("/.well-known/matrix/client");

        assertThat(answer.status()).isIn(200, 404);
        if (answer.status() == 200) {
            assertThat(answer.json().string("m.homeserver", "base_url")).matches("https?://.+");
        }
    }

    @Test
    void support_hasContactsOrAPage_orIsNotThere(Homeserver homeserver) {
        Answer answer = homeserver.anonymous().get("/.well-known/matrix/support");

        assertThat(answer.status()).isIn(200, 404);
        if (answer.status() == 200) {
            // At least one of `contacts` or `support_page` is required.
            assertThat(answer.json().has("contacts") || answer.json().has("support_page")).isTrue();
        }
    }
}
