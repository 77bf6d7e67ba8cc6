package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3sync.
@Section("client-server-api#get_matrixclientv3sync")
final class SyncEphemeralTest {
    private static Optional<Json> typing(Sync sync, String room) {
        return Sync.ofType(sync.ephemeral(room), "m.typing");
    }

    @Test
    void typing_reachesTheRoom(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Sync before = bob.sync();

        alice.put(
                        "/rooms/{}/typing/{}",
                        Json.of("typing", true, "timeout", 30000),
                        room,
                        alice.id())
                .ok();

        Sync after = bob.syncUntil(before, sync -> typing(sync, room).isPresent());
        assertThat(typing(after, room).orElseThrow().get("content"))
                .isEqualTo(Json.of("user_ids", List.of(alice.id())));
        assertThat(after.timeline(room)).isEmpty();
    }

    @Test
    void typingThatStopped_reachesTheRoom(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.put(
                        "/rooms/{}/typing/{}",
                        Json.of("typing", true, "timeout", 30000),
                        room,
                        alice.id())
                .ok();
        Sync typed = bob.syncUntil(sync -> typing(sync, room).isPresent());

        alice.put("/rooms/{}/typing/{}", Json.of("typing", false), room, alice.id()).ok();

        Sync after = bob.syncUntil(typed, sync -> typing(sync, room).isPresent());
        assertThat(typing(after, room).orElseThrow().strings("content", "user_ids")).isEmpty();
    }

    @Test
    void receipt_reachesTheRoom(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "hello");
        Sync before = alice.sync();

        bob.post("/rooms/{}/receipt/m.read/{}", Json.EMPTY, room, event).ok();

        Sync after =
                alice.syncUntil(
                        before, sync -> Sync.ofType(sync.ephemeral(room), "m.receipt").isPresent());
        Json receipt = Sync.ofType(after.ephemeral(room), "m.receipt").orElseThrow();
        assertThat(receipt.integer("content", event, "m.read", bob.id(), "ts")).isPositive();
    }

    @Test
    void privateReceipt_reachesItsUserOnly(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "hello");

        bob.post("/rooms/{}/receipt/m.read.private/{}", Json.EMPTY, room, event).ok();

        bob.syncUntil(
                sync ->
                        Sync.ofType(sync.ephemeral(room), "m.receipt")
                                .filter(
                                        receipt ->
                                                receipt.has(
                                                        "content",
                                                        event,
                                                        "m.read.private",
                                                        bob.id()))
                                .isPresent());
        assertThat(
                        Sync.ofType(alice.sync().ephemeral(room), "m.receipt")
                                .map(receipt -> receipt.has("content", event, "m.read.private")))
                .isNotEqualTo(Optional.of(true));
    }

    @Test
    void ephemeralEvents_areNotInTheInitialTimeline(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.put(
                        "/rooms/{}/typing/{}",
                        Json.of("typing", true, "timeout", 30000),
                        room,
                        alice.id())
                .ok();

        Sync sync = bob.syncUntil(answer -> typing(answer, room).isPresent());

        assertThat(Sync.types(sync.timeline(room))).doesNotContain("m.typing");
    }

    @Test
    void ephemeralEvents_areFilteredByType(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "hello");
        bob.post("/rooms/{}/receipt/m.read/{}", Json.EMPTY, room, event).ok();

        Sync sync =
                alice.syncWith(Json.parse("{'room':{'ephemeral':{'not_types':['m.receipt']}}}"));

        assertThat(Sync.types(sync.ephemeral(room))).doesNotContain("m.receipt");
    }

    @Test
    void notificationCounts_followMessagesAndReceipts(User alice, User bob) {
        String room = alice.createPublicRoomWith(bob);
        String event = alice.say(room, "hello");
        Sync unread = bob.syncUntilEvent(room, event);
        assertThat(
                        unread.joined(room)
                                .orElseThrow()
                                .integer("unread_notifications", "notification_count"))
                .isPositive();

        bob.post("/rooms/{}/receipt/m.read/{}", Json.EMPTY, room, event).ok();

        Deadline.eventually(
                () ->
                        assertThat(
                                        bob.sync()
                                                .joined(room)
                                                .orElseThrow()
                                                .integer(
                                                        "unread_notifications",
                                                        "notification_count"))
                                .isZero());
    }
}
