package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#api-versions.
@Section("client-server-api#api-versions")
final class VersionsTest {
    @Test
    void versions_areListedToAnybody(Homeserver homeserver) {
        Json versions = homeserver.anonymous().get("/_matrix/client/versions").ok();

        assertThat(versions.strings("versions"))
                .isNotEmpty()
                .allMatch(version -> version.matches("v\\d+\\.\\d+|r0\\.\\d+\\.\\d+"));
    }

    @Test
    void versions_areTheSameWithAToken(Homeserver homeserver, User alice) {
        Json anonymous = homeserver.anonymous().get("/_matrix/client/versions").ok();

        assertThat(alice.get("/_matrix/client/versions").ok().list("versions"))
                .isEqualTo(anonymous.list("versions"));
    }

    @Test
    void unstableFeatures_areNamesWithBooleans(Homeserver homeserver) {
        Json versions = homeserver.anonymous().get("/_matrix/client/versions").ok();

        assertThat(versions.find("unstable_features").map(Json::members).orElse(Map.of()).values())
                .allMatch(Json::isBoolean);
    }
}
