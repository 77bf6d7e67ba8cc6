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

/// Spec: server-server-api#inviting-to-a-room.
@Section("server-server-api#inviting-to-a-room")
final class InviteTest {
    private static final Json PRIVATE = Json.of("preset", "private_chat", "name", "Quiet");

    /// A private room of one server, and an invite to it for a user of the other, who has got it.
    private record Invited(User alice, User bob, String room, Sync seen) {
        static Invited by(Pair pair) {
            User alice = pair.home().user("alice");
            User bob = pair.away().user("bob");
            String room = pair.room(alice, PRIVATE);
            Sync before = bob.sync();
            alice.invite(room, bob);
            Sync seen = bob.syncUntil(before, sync -> sync.invited(room).isPresent());
            return new Invited(alice, bob, room, seen);
        }
    }

    @BothWays(Versions.FULL)
    void invite_tellsWhatRoomItIs(Pair pair) {
        Invited invited = Invited.by(pair);

        Json room = invited.seen().invited(invited.room()).orElseThrow();
        assertThat(Sync.types(room.list("invite_state", "events")))
                .contains("m.room.create", "m.room.join_rules", "m.room.member", "m.room.name");
    }

    @BothWays(Versions.FULL)
    void acceptedInvite_isAJoin(Pair pair) {
        Invited invited = Invited.by(pair);

        invited.bob().join(invited.room());

        Agreement.onMembership(invited.room(), invited.alice(), invited.bob(), "join");
        Agreement.onState(invited.room(), invited.alice(), invited.bob());
        new Meeting(pair, invited.alice(), invited.bob(), invited.room()).talk();
    }

    @BothWays(Versions.FULL)
    void rejectedInvite_isALeave_andMayBeRepeated(Pair pair) {
        Invited invited = Invited.by(pair);

        invited.bob().leave(invited.room());

        Agreement.onMembership(invited.room(), invited.alice(), invited.bob(), "leave");
        Sync after = invited.bob().sync();
        assertThat(after.invited(invited.room())).isEmpty();
        invited.alice().invite(invited.room(), invited.bob());
        invited.bob().syncUntil(after, sync -> sync.invited(invited.room()).isPresent());
        invited.bob().join(invited.room());
        Agreement.onState(invited.room(), invited.alice(), invited.bob());
    }

    @BothWays(Versions.FULL)
    void rescindedInvite_isNoneAnyMore(Pair pair) {
        Invited invited = Invited.by(pair);

        invited.alice().kick(invited.room(), invited.bob());

        invited.bob().syncUntil(invited.seen(), sync -> sync.left(invited.room()).isPresent());
        assertThat(invited.bob().sync().invited(invited.room())).isEmpty();
        invited.bob()
                .post("/join/{}?via={}", Json.EMPTY, invited.room(), pair.home().name())
                .expectError(403, "M_FORBIDDEN");
    }

    @BothWays(Versions.FULL)
    void inviteByTheOtherServersMember_isAccepted(Pair pair) {
        Meeting meeting = pair.meet();
        User carol = pair.home().user("carol");
        User dora = pair.away().user("dora");
        meeting.alice()
                .setState(meeting.room(), "m.room.join_rules", "", Json.of("join_rule", "invite"));
        Levels.give(meeting.alice(), meeting.room(), meeting.bob(), 50);
        meeting.agree();

        meeting.bob().invite(meeting.room(), carol);
        meeting.alice().invite(meeting.room(), dora);
        carol.syncUntil(sync -> sync.invited(meeting.room()).isPresent());
        dora.syncUntil(sync -> sync.invited(meeting.room()).isPresent());
        carol.join(meeting.room());
        dora.join(meeting.room());

        Agreement.onMembership(meeting.room(), meeting.bob(), carol, "join");
        Agreement.onMembership(meeting.room(), meeting.alice(), dora, "join");
        meeting.agree();
    }
}
