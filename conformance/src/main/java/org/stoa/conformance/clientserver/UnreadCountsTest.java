package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#receiving-notifications, and #marking-notifications-as-read.
@Section("client-server-api#receiving-notifications")
final class UnreadCountsTest {
    private static final Json BY_THREAD =
            Json.parse("{'room':{'timeline':{'unread_thread_notifications':true}}}");

    private static void assertCounts(User user, String room, int notifications, int highlights) {
        Deadline.eventually(
                () -> {
                    Json counts =
                            user.sync().joined(room).orElseThrow().get("unread_notifications");
                    assertThat(counts.integer("notification_count")).isEqualTo(notifications);
                    assertThat(counts.integer("highlight_count")).isEqualTo(highlights);
                });
    }

    private static void assertThreadCounts(
            User user, String room, String root, int main, int thread) {
        Deadline.eventually(
                () -> {
                    Json joined = user.syncWith(BY_THREAD).joined(room).orElseThrow();
                    assertThat(joined.integer("unread_notifications", "notification_count"))
                            .isEqualTo(main);
                    long inThread =
                            joined.find("unread_thread_notifications", root, "notification_count")
                                    .map(Json::integer)
                                    .orElse(0L);
                    assertThat(inThread).isEqualTo(thread);
                });
    }

    private static Json message(String text) {
        return Json.of("msgtype", "m.text", "body", text);
    }

    private static String reply(User user, String room, String root) {
        Json relation = Json.of("rel_type", "m.thread", "event_id", root);
        return user.sendEvent(
                room, "m.room.message", message("in it").with("m.relates_to", relation));
    }

    private static void receipt(User user, String room, String type, String event, Json body) {
        user.post("/rooms/{}/receipt/{}/{}", body, room, type, event).ok();
    }

    @Test
    void messagesOfOthers_count(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        alice.say(room, "one");
        alice.say(room, "two");

        assertCounts(bob, room, 2, 0);
    }

    @Test
    void ownMessages_doNotCount(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        bob.say(room, "mine");

        assertCounts(bob, room, 0, 0);
    }

    @Test
    void ownMessage_readsWhatIsBeforeIt(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        alice.say(room, "one");
        bob.say(room, "answer");
        alice.say(room, "two");

        assertCounts(bob, room, 1, 0);
    }

    /// The join is an event of the user, too.
    @Test
    void join_readsTheInvite(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        assertCounts(bob, room, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.read", "m.read.private"})
    void receipt_readsUpToAndIncludingItsEvent(String type, User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        alice.say(room, "one");
        String second = alice.say(room, "two");
        alice.say(room, "three");
        assertCounts(bob, room, 3, 0);

        receipt(bob, room, type, second, Json.EMPTY);

        assertCounts(bob, room, 1, 0);
    }

    @Test
    void publicReceiptBehindThePrivateOne_rewindsNothing(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String first = alice.say(room, "one");
        String second = alice.say(room, "two");
        receipt(bob, room, "m.read.private", second, Json.EMPTY);

        receipt(bob, room, "m.read", first, Json.EMPTY);

        assertCounts(bob, room, 0, 0);
    }

    @Test
    void mention_isAHighlight(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        alice.sendEvent(
                room,
                "m.room.message",
                message("hello").with("m.mentions", Json.of("user_ids", Json.array(bob.id()))));

        assertCounts(bob, room, 1, 1);
    }

    @Test
    void nameInTheBody_isNoHighlight(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        alice.sendEvent(
                room,
                "m.room.message",
                message("hello " + bob.localpart()).with("m.mentions", Json.EMPTY));

        assertCounts(bob, room, 1, 0);
    }

    @Test
    void roomMention_isAHighlight_whenTheSenderHasThePower(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        Json mention = message("all").with("m.mentions", Json.of("room", true));
        alice.sendEvent(room, "m.room.message", mention);
        bob.sendEvent(room, "m.room.message", mention);

        assertCounts(alice, room, 1, 0);
    }

    @Test
    void roomMentionByTheCreator_highlightsForAll(User alice, User bob, User carol) {
        String room = alice.createPublicRoomWith(bob, carol);
        alice.sendEvent(
                room, "m.room.message", message("all").with("m.mentions", Json.of("room", true)));

        assertCounts(bob, room, 1, 1);
        assertCounts(carol, room, 1, 1);
    }

    @Test
    void powerForRoomMentions_isThatOfNotifications(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        Json levels = alice.state(room, "m.room.power_levels", "");
        alice.setState(
                room, "m.room.power_levels", "", levels.with("notifications", Json.of("room", 0)));
        bob.sendEvent(
                room, "m.room.message", message("all").with("m.mentions", Json.of("room", true)));

        assertCounts(alice, room, 1, 1);
    }

    @Test
    void edit_doesNotCount(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String event = alice.say(room, "tea");
        alice.sendEvent(
                room,
                "m.room.message",
                message("* coffee")
                        .with("m.new_content", message("coffee"))
                        .with("m.relates_to", Json.of("rel_type", "m.replace", "event_id", event)));

        assertCounts(bob, room, 1, 0);
    }

    @Test
    void editThatMentions_isAHighlight(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String event = alice.say(room, "tea");
        alice.sendEvent(
                room,
                "m.room.message",
                message("* coffee")
                        .with("m.mentions", Json.of("user_ids", Json.array(bob.id())))
                        .with("m.new_content", message("coffee"))
                        .with("m.relates_to", Json.of("rel_type", "m.replace", "event_id", event)));

        assertCounts(bob, room, 2, 1);
    }

    @Test
    void noticeReactionAndState_doNotCount(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String event = alice.say(room, "tea");
        alice.sendEvent(room, "m.room.message", Json.of("msgtype", "m.notice", "body", "a notice"));
        alice.sendEvent(
                room,
                "m.reaction",
                Json.of(
                        "m.relates_to",
                        Json.of("rel_type", "m.annotation", "event_id", event, "key", "+")));
        alice.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));

        assertCounts(bob, room, 1, 0);
    }

    @Test
    void encryptedEvent_counts(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        alice.sendEvent(
                room,
                "m.room.encrypted",
                Json.of("algorithm", "m.megolm.v1.aes-sha2", "ciphertext", "abc"));

        assertCounts(bob, room, 1, 0);
    }

    @Test
    void tombstone_isAHighlight(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        alice.setState(
                room,
                "m.room.tombstone",
                "",
                Json.of("body", "moved", "replacement_room", "!other:" + alice.serverName()));

        assertCounts(bob, room, 1, 1);
    }

    @Test
    void threads_areCountedApart_whenAskedFor(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String root = alice.say(room, "root");
        reply(alice, room, root);
        reply(alice, room, root);

        assertThreadCounts(bob, room, root, 1, 2);
        assertCounts(bob, room, 3, 0);
    }

    @Test
    void threadedReceipt_readsItsThreadOnly(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String root = alice.say(room, "root");
        String last = reply(alice, room, root);

        receipt(bob, room, "m.read", last, Json.of("thread_id", root));

        assertThreadCounts(bob, room, root, 1, 0);
    }

    @Test
    void receiptOnMain_readsNoThread(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String root = alice.say(room, "root");
        reply(alice, room, root);
        String last = alice.say(room, "last");

        receipt(bob, room, "m.read", last, Json.of("thread_id", "main"));

        assertThreadCounts(bob, room, root, 0, 1);
    }

    @Test
    void unthreadedReceipt_readsThreadsToo(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String root = alice.say(room, "root");
        reply(alice, room, root);
        String last = alice.say(room, "last");

        receipt(bob, room, "m.read", last, Json.EMPTY);

        assertThreadCounts(bob, room, root, 0, 0);
    }
}
