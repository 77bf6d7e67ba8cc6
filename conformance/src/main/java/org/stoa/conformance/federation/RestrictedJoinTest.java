package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.Agreement;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// Spec: server-server-api#restricted-rooms.
@Section("server-server-api#restricted-rooms")
final class RestrictedJoinTest {
    /// A room of Alice's that members of another room may join.
    private static String restricted(Meeting other) {
        Json allow = Json.of("type", "m.room_membership", "room_id", other.room());
        Json rule = Json.of("join_rule", "restricted", "allow", Json.array(allow));
        Json event = Json.of("type", "m.room.join_rules", "content", rule);
        return other.pair().room(other.alice(), Json.of("initial_state", Json.array(event)));
    }

    @BothWays(Versions.RESTRICTED)
    void memberOfTheOtherRoom_mayJoin(Pair pair) {
        Meeting other = pair.meet();
        String room = restricted(other);

        Pair.joinVia(other.bob(), room, pair.home());

        Agreement.onMembership(room, other.alice(), other.bob(), "join");
        assertThat(
                        other.alice()
                                .state(room, "m.room.member", other.bob().id())
                                .string("join_authorised_via_users_server"))
                .isEqualTo(other.alice().id());
        Agreement.onState(room, other.alice(), other.bob());
        new Meeting(pair, other.alice(), other.bob(), room).talk();
    }

    @BothWays(Versions.RESTRICTED)
    void anybodyElse_mayNotJoin(Pair pair) {
        String room = restricted(pair.meet());
        User carol = pair.away().user("carol");

        carol.post("/join/{}?via={}", Json.EMPTY, room, pair.home().name())
                .expectError(403, "M_FORBIDDEN");
    }

    /// The resident of the joining user's own server cannot invite, so it has to ask the other one.
    @BothWays(Versions.RESTRICTED)
    void memberOfTheOtherRoom_whoseServerIsThereAlready_mayJoin(Pair pair) {
        Meeting other = pair.meet();
        String room = restricted(other);
        User carol = pair.away().user("carol");
        Pair.joinVia(carol, other.room(), pair.home());
        Pair.joinVia(other.bob(), room, pair.home());
        onlyAliceInvites(other, room);

        Pair.joinVia(carol, room, pair.home());

        Agreement.onMembership(room, other.alice(), carol, "join");
        Agreement.onState(room, other.alice(), other.bob());
    }

    private static void onlyAliceInvites(Meeting other, String room) {
        Json levels = other.alice().state(room, "m.room.power_levels", "");
        other.alice().setState(room, "m.room.power_levels", "", levels.with("invite", 50));
        Agreement.onState(room, other.alice(), other.bob());
    }
}
