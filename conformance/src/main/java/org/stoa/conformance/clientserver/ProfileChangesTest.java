package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.conformance.client.Deadline.eventually;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#events-on-change-of-profile-information.
@Section("client-server-api#events-on-change-of-profile-information")
final class ProfileChangesTest {
    private static void name(User user, String name) {
        user.put("/profile/{}/displayname", Json.of("displayname", name), user.id()).ok();
    }

    @Test
    void newDisplayName_goesIntoEveryJoinedRoom(User alice, User bob) {
        String first = alice.createRoomWith(bob);
        String second = alice.createRoom();

        name(alice, "Alice W.");

        eventually(
                () -> {
                    for (String room : List.of(first, second)) {
                        Json member = alice.state(room, "m.room.member", alice.id());
                        assertThat(member.string("membership")).isEqualTo("join");
                        assertThat(member.string("displayname")).isEqualTo("Alice W.");
                    }
                });
    }

    @Test
    void newAvatar_goesIntoEveryJoinedRoom(User alice) {
        String room = alice.createRoom();

        alice.put(
                        "/profile/{}/avatar_url",
                        Json.of("avatar_url", "mxc://example.org/a"),
                        alice.id())
                .ok();

        eventually(
                () ->
                        assertThat(
                                        alice.state(room, "m.room.member", alice.id())
                                                .string("avatar_url"))
                                .isEqualTo("mxc://example.org/a"));
    }

    @Test
    void newDisplayName_keepsTheAvatar(User alice) {
        alice.put(
                        "/profile/{}/avatar_url",
                        Json.of("avatar_url", "mxc://example.org/a"),
                        alice.id())
                .ok();
        String room = alice.createRoom();

        name(alice, "Alice W.");

        eventually(
                () -> {
                    Json member = alice.state(room, "m.room.member", alice.id());
                    assertThat(member.string("displayname")).isEqualTo("Alice W.");
                    assertThat(member.string("avatar_url")).isEqualTo("mxc://example.org/a");
                });
    }

    @Test
    void change_reachesOthersBySync(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Sync before = bob.sync();

        name(alice, "Alice W.");

        Sync after =
                bob.syncUntil(
                        before,
                        sync -> sync.currentState(room, "m.room.member", alice.id()).isPresent());
        Json member = after.currentState(room, "m.room.member", alice.id()).orElseThrow();
        assertThat(member.string("content", "displayname")).isEqualTo("Alice W.");
        assertThat(member.string("unsigned", "prev_content", "membership")).isEqualTo("join");
    }

    @Test
    void memberEvents_haveTheProfile_fromTheStart(User alice, User bob) {
        name(bob, "Bob B.");
        bob.put("/profile/{}/avatar_url", Json.of("avatar_url", "mxc://example.org/b"), bob.id())
                .ok();

        String room = alice.createRoomWith(bob);

        // When homeservers emit membership events for their own users, they should include the
        // display name and avatar.
        Json member = alice.state(room, "m.room.member", bob.id());
        assertThat(member.string("displayname")).isEqualTo("Bob B.");
        assertThat(member.string("avatar_url")).isEqualTo("mxc://example.org/b");
    }

    @Test
    void roomThatWasLeft_getsNoChange(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);
        String left = bob.createRoom();

        name(bob, "Bob B.");

        eventually(
                () ->
                        assertThat(bob.state(left, "m.room.member", bob.id()).string("displayname"))
                                .isEqualTo("Bob B."));
        assertThat(alice.state(room, "m.room.member", bob.id()).string("membership"))
                .isEqualTo("leave");
    }
}
