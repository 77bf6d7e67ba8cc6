package org.stoa.rooms.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.stoa.http.Access;
import org.stoa.http.Route;
import org.stoa.testing.TestServer;

/// What guests may call, as the routes declare it.
final class GuestRoutesTest {
    /// Those of the specification, but for what is not there yet (media, keys, to-device).
    /// Spec: client-server-api#guest-access "Client behaviour" (v1.19).
    private static final Set<String> OF_THE_SPECIFICATION =
            Set.of(
                    "GET /rooms/{roomId}/state",
                    "GET /rooms/{roomId}/context/{eventId}",
                    "GET /rooms/{roomId}/event/{eventId}",
                    "GET /rooms/{roomId}/state/{eventType}/{stateKey}",
                    "GET /rooms/{roomId}/messages",
                    "GET /rooms/{roomId}/members",
                    "GET /rooms/{roomId}/initialSync",
                    "GET /sync",
                    "GET /events",
                    "POST /rooms/{roomId}/join",
                    "POST /rooms/{roomId}/leave",
                    "PUT /rooms/{roomId}/send/{eventType}/{txnId}",
                    "PUT /rooms/{roomId}/state/{eventType}/{stateKey}",
                    "PUT /profile/{userId}/{keyName}",
                    "DELETE /profile/{userId}/{keyName}",
                    "GET /devices",
                    "GET /devices/{deviceId}",
                    "PUT /devices/{deviceId}",
                    "GET /account/whoami");

    /// What makes or changes something for others or for good, and so wants an account.
    private static final Set<String> FOR_USERS =
            Set.of(
                    "POST /createRoom",
                    "POST /knock/{roomIdOrAlias}",
                    "POST /rooms/{roomId}/invite",
                    "POST /rooms/{roomId}/kick",
                    "POST /rooms/{roomId}/ban",
                    "POST /rooms/{roomId}/unban",
                    "POST /rooms/{roomId}/upgrade",
                    "PUT /directory/room/{roomAlias}",
                    "DELETE /directory/room/{roomAlias}",
                    "PUT /directory/list/room/{roomId}",
                    "POST /account/password",
                    "POST /account/deactivate");

    @Test
    void route_thatGuestsMayCall_declaresIt() {
        try (TestServer server = TestServer.start()) {
            assertThat(called(server, Set.of(Access.USER_OR_GUEST, Access.PUBLIC, Access.OPTIONAL)))
                    .containsAll(OF_THE_SPECIFICATION);
        }
    }

    @Test
    void route_forUsers_isNoneForGuests() {
        try (TestServer server = TestServer.start()) {
            assertThat(called(server, Set.of(Access.USER, Access.ADMIN))).containsAll(FOR_USERS);
        }
    }

    private static Set<String> called(TestServer server, Set<Access> access) {
        return server.routes().stream()
                .filter(route -> access.contains(route.access()))
                .map(GuestRoutesTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Route route) {
        return route.method() + " " + route.template().replaceFirst("^/_matrix/client/v3", "");
    }
}
