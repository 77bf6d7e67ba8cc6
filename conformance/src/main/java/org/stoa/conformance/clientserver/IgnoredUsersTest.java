package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#ignoring-users.
@Section("client-server-api#ignoring-users")
final class IgnoredUsersTest {
    private static void ignore(User user, Json ignored) {
        user.put(
                        "/user/{}/account_data/m.ignored_user_list",
                        Json.of("ignored_users", ignored),
                        user.id())
                .ok();
    }

    private static void ignore(User user, User other) {
        ignore(user, Json.of(other.id(), Json.EMPTY));
    }

    @Test
    void messagesOfAnIgnoredUser_areNotSent(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        ignore(alice, bob);
        Sync before = alice.sync();
        String ignored = bob.say(room, "ignored");
        String kept = carol.say(room, "kept");

        Sync after = alice.syncUntil(before, sync -> sync.hasEvent(room, kept));

        assertThat(after.hasEvent(room, ignored)).isFalse();
    }

    @Test
    void stateOfAnIgnoredUser_isStillSent(User alice, User bob) {
        String room = bob.createRoomWith(alice);
        ignore(alice, bob);
        Sync before = alice.sync();

        String topic = bob.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));

        alice.syncUntil(before, sync -> sync.hasEvent(room, topic));
    }

    @Test
    void inviteByAnIgnoredUser_isNotSent(User alice, User bob, User carol) {
        ignore(alice, bob);
        Sync before = alice.sync();
        String ignored = bob.createRoom();
        bob.post("/rooms/{}/invite", Json.of("user_id", alice.id()), ignored);
        String kept = carol.createRoom();
        carol.invite(kept, alice);

        Sync after = alice.syncUntil(before, sync -> sync.invited(kept).isPresent());

        assertThat(after.invited(ignored)).isEmpty();
        assertThat(alice.sync().invited(ignored)).isEmpty();
    }

    @Test
    void messagesOfAnIgnoredUser_doNotCount(User alice, User bob, User carol) {
        String room = alice.createPublicRoomWith(bob, carol);
        ignore(alice, bob);
        bob.say(room, "ignored");
        carol.say(room, "kept");

        assertThat(
                        alice.sync()
                                .joined(room)
                                .orElseThrow()
                                .integer("unread_notifications", "notification_count"))
                .isEqualTo(1);
    }

    @Test
    void userWhoIsNoLongerIgnored_isHeardAgain_alsoInTheFreshSync(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        ignore(alice, bob);
        String missed = bob.say(room, "missed");

        ignore(alice, Json.EMPTY);
        String heard = bob.say(room, "heard");

        Sync fresh = alice.syncUntilEvent(room, heard);
        assertThat(fresh.hasEvent(room, missed)).isTrue();
    }
}
