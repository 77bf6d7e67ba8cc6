package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.peers.Agreement;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// Spec: client-server-api#room-membership, between servers.
@Section("client-server-api#room-membership")
final class MembershipTest {
    @BothWays(Versions.FULL)
    void leave_isSeenByTheOthers_andMayBeUndone(Pair pair) {
        Meeting meeting = pair.meet();

        meeting.bob().leave(meeting.room());

        Agreement.onMembership(meeting.room(), meeting.alice(), meeting.bob(), "leave");
        meeting.alice().say(meeting.room(), "while nobody of the other server is here");
        Pair.joinVia(meeting.bob(), meeting.room(), pair.home());
        meeting.agree();
        meeting.talk();
    }

    /// Whoever made the room is gone, so the other server has to let them in again.
    @BothWays(Versions.FULL)
    void leaveOfTheHome_andJoinByTheOtherServer_work(Pair pair) {
        Meeting meeting = pair.meet();

        meeting.alice().leave(meeting.room());

        Agreement.onMembership(meeting.room(), meeting.bob(), meeting.alice(), "leave");
        meeting.bob().say(meeting.room(), "while nobody of the first server is here");
        Pair.joinVia(meeting.alice(), meeting.room(), pair.away());
        meeting.agree();
        meeting.talk();
    }

    @BothWays(Versions.FULL)
    void kick_isALeave_andLetsJoinAgain(Pair pair) {
        Meeting meeting = pair.meet();
        Sync before = meeting.bob().sync();

        meeting.alice().kick(meeting.room(), meeting.bob());

        meeting.bob().syncUntil(before, sync -> sync.left(meeting.room()).isPresent());
        assertThat(meeting.bob().sync().joined(meeting.room())).isEmpty();
        Pair.joinVia(meeting.bob(), meeting.room(), pair.home());
        meeting.agree();
    }

    @BothWays(Versions.FULL)
    void ban_keepsOut_untilItIsLifted(Pair pair) {
        Meeting meeting = pair.meet();
        Sync before = meeting.bob().sync();

        meeting.alice().ban(meeting.room(), meeting.bob());

        meeting.bob().syncUntil(before, sync -> sync.left(meeting.room()).isPresent());
        meeting.bob()
                .post("/join/{}?via={}", Json.EMPTY, meeting.room(), pair.home().name())
                .expectError(403, "M_FORBIDDEN");
        meeting.alice()
                .post("/rooms/{}/unban", Json.of("user_id", meeting.bob().id()), meeting.room())
                .ok();
        Pair.joinVia(meeting.bob(), meeting.room(), pair.home());
        meeting.agree();
        meeting.talk();
    }
}
