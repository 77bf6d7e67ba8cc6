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

/// Spec: server-server-api#joining-rooms.
@Section("server-server-api#joining-rooms")
final class JoinTest {
    @BothWays(Versions.FULL)
    void join_byAlias_bringsTheState(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        String localpart = pair.home().homeserver().unique("room");
        Json request = Json.of("preset", "public_chat", "room_alias_name", localpart);
        String room = pair.room(alice, request);

        bob.join("#" + localpart + ":" + pair.home().name());

        Agreement.onState(room, alice, bob);
        assertThat(Agreement.state(room, alice)).containsKey("m.room.member|" + bob.id());
        new Meeting(pair, alice, bob, room).talk();
    }

    @BothWays(Versions.FULL)
    void join_byIdAndVia_bringsTheState(Pair pair) {
        Meeting meeting = pair.meet();

        meeting.agree();
        meeting.talk();
        meeting.agree();
    }

    @BothWays(Versions.SHORT)
    void otherVersions_joinAndTalk(Pair pair) {
        Meeting meeting = pair.meet();

        meeting.agree();
        meeting.talk();
        meeting.bob()
                .setState(
                        meeting.room(),
                        "m.room.member",
                        meeting.bob().id(),
                        Json.of("membership", "join", "displayname", "Robert"));
        meeting.agree();
    }

    @BothWays(Versions.FULL)
    void join_ofASecondUser_isSeenByTheOthers(Pair pair) {
        Meeting meeting = pair.meet();
        User carol = pair.away().user("carol");

        Pair.joinVia(carol, meeting.room(), pair.home());

        meeting.alice()
                .syncUntil(
                        sync ->
                                sync.currentState(meeting.room(), "m.room.member", carol.id())
                                        .isPresent());
        meeting.agree();
        Agreement.onState(meeting.room(), meeting.alice(), carol);
    }

    @BothWays(Versions.FULL)
    void join_ofAPrivateRoom_isRefused(Pair pair) {
        User alice = pair.home().user("alice");
        User bob = pair.away().user("bob");
        String room = pair.room(alice, Json.of("preset", "private_chat"));

        bob.post("/join/{}?via={}", Json.EMPTY, room, pair.home().name())
                .expectError(403, "M_FORBIDDEN");
    }
}
