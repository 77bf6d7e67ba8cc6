package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#capabilities-negotiation.
@Section("client-server-api#capabilities-negotiation")
final class CapabilitiesTest {
    private static Json capabilities(User user) {
        return user.get("/capabilities").ok().get("capabilities");
    }

    @Test
    void capabilities_withoutToken_areDenied(Homeserver homeserver) {
        homeserver.anonymous().get("/capabilities").expectError(401, "M_MISSING_TOKEN");
    }

    @Test
    void roomVersions_haveADefaultThatIsAvailableAndStable(User alice) {
        Json versions = capabilities(alice).get("m.room_versions");

        // Clients should assume that the `default` version is `stable`.
        assertThat(versions.string("available", versions.string("default"))).isEqualTo("stable");
    }

    @Test
    void defaultRoomVersion_isThatOfNewRooms(User alice) {
        String room = alice.createRoom();

        assertThat(alice.state(room, "m.room.create", "").string("room_version"))
                .isEqualTo(capabilities(alice).string("m.room_versions", "default"));
    }

    @Test
    void everyAvailableRoomVersion_makesARoom(User alice) {
        for (String version : capabilities(alice).keys("m.room_versions", "available")) {
            String room = alice.createRoom(Json.of("room_version", version));

            Json create = alice.state(room, "m.room.create", "");
            assertThat(create.find("room_version").orElse(Json.value("1")))
                    .isEqualTo(Json.value(version));
        }
    }

    @Test
    void switches_areObjectsWithEnabled(User alice) {
        Json capabilities = capabilities(alice);

        for (String name :
                List.of(
                        "m.change_password",
                        "m.set_displayname",
                        "m.set_avatar_url",
                        "m.3pid_changes",
                        "m.get_login_token",
                        "m.profile_fields",
                        "m.forget_forced_upon_leave")) {
            capabilities.find(name).ifPresent(capability -> capability.bool("enabled"));
        }
    }

    @Test
    void profileFields_thatAreDisallowed_areAlsoInTheOldCapabilities(User alice) {
        Json capabilities = capabilities(alice);
        List<Json> disallowed = capabilities.listOrEmpty("m.profile_fields", "disallowed");

        // Servers that forbid setting a field MUST still present its old capability with
        // `"enabled": false`.
        if (disallowed.contains(Json.value("displayname"))) {
            assertThat(capabilities.bool("m.set_displayname", "enabled")).isFalse();
        }
        if (disallowed.contains(Json.value("avatar_url"))) {
            assertThat(capabilities.bool("m.set_avatar_url", "enabled")).isFalse();
        }
    }
}
