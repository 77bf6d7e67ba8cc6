package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#adding-account-administrative-contact-information.
@Section("client-server-api#adding-account-administrative-contact-information")
final class ThirdPartyIdentifiersTest {
    @Test
    void newAccount_hasNoIdentifiers(User alice) {
        assertThat(alice.get("/account/3pid").ok().list("threepids")).isEmpty();
    }

    @Test
    void identifiers_withoutToken_areDenied(Homeserver homeserver) {
        homeserver.anonymous().get("/account/3pid").expectError(401, "M_MISSING_TOKEN");
    }
}
