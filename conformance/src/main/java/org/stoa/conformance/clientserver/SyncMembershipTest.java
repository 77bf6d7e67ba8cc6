package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3sync.
@Section("client-server-api#get_matrixclientv3sync")
final class SyncMembershipTest {
    private static List<Json> inviteState(Sync sync, String room) {
        return sync.invited(room).orElseThrow().list("invite_state", "events");
    }

    @Test
    void invite_isItsOwnSection_withStrippedState(User alice, User bob) {
        String room = alice.createRoom(Json.of("name", "Tea party"));
        alice.invite(room, bob);

        Sync sync = bob.sync();

        assertThat(sync.joined(room)).isEmpty();
        List<Json> events = inviteState(sync, room);
        assertThat(Sync.types(events))
                .contains("m.room.create", "m.room.join_rules", "m.room.name", "m.room.member");
        // Stripped state events have `content`, `sender`, `state_key` and `type`.
        assertThat(events)
                .allSatisfy(
                        event ->
                                assertThat(event.keys())
                                        .contains("content", "sender", "state_key", "type"));
    }

    @Test
    void inviteState_hasTheInviteItself(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);

        assertThat(inviteState(bob.sync(), room))
                .anySatisfy(
                        event -> {
                            assertThat(event.string("type")).isEqualTo("m.room.member");
                            assertThat(event.string("state_key")).isEqualTo(bob.id());
                            assertThat(event.string("sender")).isEqualTo(alice.id());
                            assertThat(event.string("content", "membership")).isEqualTo("invite");
                        });
    }

    @Test
    void inviteThatWasAccepted_isJoined_andNoInvite(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);
        Sync invited = bob.sync();

        bob.join(room);

        Sync joined = bob.syncUntil(invited, sync -> sync.joined(room).isPresent());
        assertThat(joined.invited(room)).isEmpty();
    }

    @Test
    void inviteThatWasRejected_isLeft(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);
        Sync invited = bob.sync();

        bob.leave(room);

        Sync left = bob.syncUntil(invited, sync -> sync.left(room).isPresent());
        assertThat(left.invited(room)).isEmpty();
        assertThat(bob.sync().invited(room)).isEmpty();
    }

    @Test
    void inviteThatWasWithdrawn_isLeft(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);
        Sync invited = bob.sync();

        alice.kick(room, bob);

        bob.syncUntil(invited, sync -> sync.left(room).isPresent());
    }

    @Test
    void invite_isSentOnce(User alice, User bob) {
        String room = alice.createRoom();
        alice.invite(room, bob);
        Sync invited = bob.sync();

        assertThat(bob.syncSince(invited).invited(room)).isEmpty();
    }

    @Test
    void leave_isInTheNextSync_withTheTimelineUpToIt(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Sync before = bob.sync();
        String last = alice.say(room, "before");
        bob.leave(room);
        alice.say(room, "after");

        Sync after = bob.syncUntil(before, sync -> sync.left(room).isPresent());

        List<Json> timeline = after.left(room).orElseThrow().list("timeline", "events");
        assertThat(Sync.ids(timeline)).contains(last);
        Json leave = timeline.getLast();
        assertThat(leave.string("state_key")).isEqualTo(bob.id());
        assertThat(leave.string("content", "membership")).isEqualTo("leave");
    }

    @Test
    void leftRoom_isNotInTheInitialSync_byDefault(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);

        Sync sync = bob.sync();

        assertThat(sync.left(room)).isEmpty();
        assertThat(sync.joined(room)).isEmpty();
    }

    @Test
    void leftRoom_isInTheInitialSync_withIncludeLeave(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);

        assertThat(bob.syncWith(Json.parse("{'room':{'include_leave':true}}")).left(room))
                .isPresent();
    }

    @Test
    void kickAndBan_areLeft(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        Sync bobBefore = bob.sync();
        Sync carolBefore = carol.sync();

        alice.kick(room, bob);
        alice.ban(room, carol);

        bob.syncUntil(bobBefore, sync -> sync.left(room).isPresent());
        Sync banned = carol.syncUntil(carolBefore, sync -> sync.left(room).isPresent());
        assertThat(banned.timeline(room).getLast().string("content", "membership"))
                .isEqualTo("ban");
    }

    @Test
    void joinAgain_isJoined_withState(User alice, User bob) {
        String room = alice.createPublicRoom();
        bob.join(room);
        bob.leave(room);
        Sync before = bob.sync();

        bob.join(room);

        Sync after = bob.syncUntil(before, sync -> sync.joined(room).isPresent());
        assertThat(after.currentState(room, "m.room.create", "")).isPresent();
    }

    @Test
    void knock_isItsOwnSection_withStrippedState(User alice, User bob) {
        String room = alice.createRoom();
        alice.setState(room, "m.room.join_rules", "", Json.of("join_rule", "knock"));
        Sync before = bob.sync();

        bob.post("/knock/{}", Json.of("reason", "please"), room).ok();

        Sync after = bob.syncUntil(before, sync -> sync.knocked(room).isPresent());
        List<Json> events = after.knocked(room).orElseThrow().list("knock_state", "events");
        assertThat(Sync.types(events)).contains("m.room.join_rules");
        assertThat(events)
                .anyMatch(
                        event ->
                                event.string("type").equals("m.room.member")
                                        && event.string("state_key").equals(bob.id())
                                        && event.string("content", "membership").equals("knock"));
    }

    @Test
    void knockThatWasWithdrawn_isLeft(User alice, User bob) {
        String room = alice.createRoom();
        alice.setState(room, "m.room.join_rules", "", Json.of("join_rule", "knock"));
        bob.post("/knock/{}", Json.EMPTY, room).ok();
        Sync knocked = bob.syncUntil(sync -> sync.knocked(room).isPresent());

        bob.leave(room);

        Sync after = bob.syncUntil(knocked, sync -> sync.left(room).isPresent());
        assertThat(after.knocked(room)).isEmpty();
    }

    @Test
    void forgottenRoom_isInNoSection(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);
        bob.post("/rooms/{}/forget", Json.EMPTY, room).ok();

        Sync sync = bob.syncWith(Json.parse("{'room':{'include_leave':true}}"));

        assertThat(sync.left(room)).isEmpty();
    }
}
