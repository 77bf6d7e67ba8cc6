package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.Agreement;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// Spec: server-server-api#knocking-rooms.
@Section("server-server-api#knocking-rooms")
final class KnockTest {
    /// A room of one server on which a user of the other has knocked.
    private record Knocked(User alice, User bob, String room, Sync seen) {
        static Knocked by(Pair pair) {
            User alice = pair.home().user("alice");
            User bob = pair.away().user("bob");
            String room = pair.room(alice, withJoinRule("knock"));
            Sync before = bob.sync();
            bob.post("/knock/{}?via={}", Json.of("reason", "curious"), room, pair.home().name())
                    .ok();
            Sync seen = bob.syncUntil(before, sync -> sync.knocked(room).isPresent());
            Agreement.onMembership(room, alice, bob, "knock");
            return new Knocked(alice, bob, room, seen);
        }
    }

    private static Json withJoinRule(String rule) {
        Json event = Json.of("type", "m.room.join_rules", "content", Json.of("join_rule", rule));
        return Json.of("name", "Door", "initial_state", Json.array(event));
    }

    @BothWays(Versions.KNOCKING)
    void knock_tellsWhatRoomItIs(Pair pair) {
        Knocked knocked = Knocked.by(pair);

        Json room = knocked.seen().knocked(knocked.room()).orElseThrow();
        assertThat(Sync.types(room.list("knock_state", "events")))
                .contains("m.room.create", "m.room.join_rules", "m.room.name");
    }

    @BothWays(Versions.KNOCKING)
    void acceptedKnock_isAnInvite(Pair pair) {
        Knocked knocked = Knocked.by(pair);

        knocked.alice().invite(knocked.room(), knocked.bob());
        knocked.bob().syncUntil(knocked.seen(), sync -> sync.invited(knocked.room()).isPresent());
        knocked.bob().join(knocked.room());

        Agreement.onMembership(knocked.room(), knocked.alice(), knocked.bob(), "join");
        Agreement.onState(knocked.room(), knocked.alice(), knocked.bob());
        new Meeting(pair, knocked.alice(), knocked.bob(), knocked.room()).talk();
    }

    @BothWays(Versions.KNOCKING)
    void retractedKnock_isALeave(Pair pair) {
        Knocked knocked = Knocked.by(pair);

        knocked.bob().leave(knocked.room());

        Agreement.onMembership(knocked.room(), knocked.alice(), knocked.bob(), "leave");
        assertThat(knocked.bob().sync().knocked(knocked.room())).isEmpty();
    }

    @BothWays(Versions.KNOCKING)
    void refusedKnock_mayBeRepeated(Pair pair) {
        Knocked knocked = Knocked.by(pair);
        String room = knocked.room();

        knocked.alice().kick(room, knocked.bob());
        Agreement.onMembership(room, knocked.alice(), knocked.bob(), "leave");
        knocked.bob().post("/knock/{}?via={}", Json.EMPTY, room, pair.home().name()).ok();

        Agreement.onMembership(room, knocked.alice(), knocked.bob(), "knock");
    }

    @BothWays(Versions.KNOCKING)
    void knock_whereNobodyMay_isRefused(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        String room = pair.room(alice, withJoinRule("invite"));

        bob.post("/knock/{}?via={}", Json.EMPTY, room, pair.home().name())
                .expectError(403, "M_FORBIDDEN");
    }
}
