package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#receipts, and #read-and-unread-markers.
@Section("client-server-api#receipts")
final class ReceiptsTest {
    private static Json inThread(String root) {
        return Json.of(
                "msgtype",
                "m.text",
                "body",
                "in it",
                "m.relates_to",
                Json.of("rel_type", "m.thread", "event_id", root));
    }

    private static Optional<Json> receipt(
            Sync sync, String room, String event, String type, User user) {
        return sync.ephemeral(room).stream()
                .filter(one -> one.string("type").equals("m.receipt"))
                .flatMap(one -> one.find("content", event, type, user.id()).stream())
                .findFirst();
    }

    private static Json receiptUntil(User reader, String room, String event, String type, User of) {
        Sync sync = reader.syncUntil(one -> receipt(one, room, event, type, of).isPresent());
        return receipt(sync, room, event, type, of).orElseThrow();
    }

    private static Optional<String> fullyRead(Sync sync, String room) {
        return Sync.ofType(sync.accountData(room), "m.fully_read")
                .map(event -> event.string("content", "event_id"));
    }

    private static void send(User user, String room, String type, String event, Json body) {
        user.post("/rooms/{}/receipt/{}/{}", body, room, type, event).ok();
    }

    @Test
    void unthreadedReceipt_hasNoThread(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "hello");

        send(bob, room, "m.read", event, Json.EMPTY);

        Json receipt = receiptUntil(alice, room, event, "m.read", bob);
        assertThat(receipt.integer("ts")).isPositive();
        assertThat(receipt.has("thread_id")).isFalse();
    }

    @Test
    void threadedReceipt_hasItsThread(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String root = alice.say(room, "root");
        String child = alice.sendEvent(room, "m.room.message", inThread(root));

        send(bob, room, "m.read", child, Json.of("thread_id", root));

        assertThat(receiptUntil(alice, room, child, "m.read", bob).string("thread_id"))
                .isEqualTo(root);
    }

    @Test
    void receiptOnTheMainTimeline_saysMain(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "hello");

        send(bob, room, "m.read", event, Json.of("thread_id", "main"));

        assertThat(receiptUntil(alice, room, event, "m.read", bob).string("thread_id"))
                .isEqualTo("main");
    }

    @Test
    void newerReceipt_replacesTheOlder(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String first = alice.say(room, "one");
        String second = alice.say(room, "two");
        send(bob, room, "m.read", first, Json.EMPTY);

        send(bob, room, "m.read", second, Json.EMPTY);

        receiptUntil(alice, room, second, "m.read", bob);
        assertThat(receipt(alice.sync(), room, first, "m.read", bob)).isEmpty();
    }

    @Test
    void threadedAndUnthreadedReceipts_standBesideEachOther(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String first = alice.say(room, "one");
        String second = alice.say(room, "two");
        send(bob, room, "m.read", first, Json.EMPTY);

        send(bob, room, "m.read", second, Json.of("thread_id", "main"));

        receiptUntil(alice, room, second, "m.read", bob);
        assertThat(receipt(alice.sync(), room, first, "m.read", bob)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'thread_id':''}", "{'thread_id':5}"})
    void threadThatIsNone_isInvalid(String body, User alice) {
        String room = alice.createRoom();

        alice.post("/rooms/{}/receipt/m.read/{}", Json.parse(body), room, alice.say(room, "hello"))
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void threadOfAFullyReadMarker_isInvalid(User alice) {
        String room = alice.createRoom();

        alice.post(
                        "/rooms/{}/receipt/m.fully_read/{}",
                        Json.of("thread_id", "main"),
                        room,
                        alice.say(room, "hello"))
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void threadThatTheEventIsNotIn_isInvalid(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        alice.sendEvent(room, "m.room.message", inThread(root));
        String other = alice.say(room, "main");

        alice.post("/rooms/{}/receipt/m.read/{}", Json.of("thread_id", root), room, other)
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void unknownTypeOfReceipt_isRefused(User alice) {
        String room = alice.createRoom();

        assertThat(
                        alice.post(
                                        "/rooms/{}/receipt/m.skimmed/{}",
                                        Json.EMPTY,
                                        room,
                                        alice.say(room, "hello"))
                                .status())
                .isEqualTo(400);
    }

    @Test
    void receiptOfAStranger_isRefused(User alice, User mallory) {
        String room = alice.createRoom();
        String event = alice.say(room, "hello");

        mallory.post("/rooms/{}/receipt/m.read/{}", Json.EMPTY, room, event)
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void readMarkers_setAllThreeAtOnce(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String first = alice.say(room, "one");
        String second = alice.say(room, "two");
        String third = alice.say(room, "three");

        bob.post(
                        "/rooms/{}/read_markers",
                        Json.of("m.fully_read", first, "m.read", second, "m.read.private", third),
                        room)
                .ok();

        receiptUntil(alice, room, second, "m.read", bob);
        receiptUntil(bob, room, third, "m.read.private", bob);
        assertThat(fullyRead(bob.sync(), room)).contains(first);
        assertThat(receipt(alice.sync(), room, third, "m.read.private", bob)).isEmpty();
    }

    @Test
    void readMarkers_mayLeaveOutTheFullyReadMarker(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "one");

        bob.post("/rooms/{}/read_markers", Json.of("m.read", event), room).ok();

        receiptUntil(alice, room, event, "m.read", bob);
        assertThat(fullyRead(bob.sync(), room)).isEmpty();
    }

    @Test
    void fullyReadMarker_mayBeSetAsAReceipt(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "hello");

        send(alice, room, "m.fully_read", event, Json.EMPTY);

        alice.syncUntil(sync -> fullyRead(sync, room).equals(Optional.of(event)));
    }

    @Test
    void fullyReadMarker_isSentToTheNextSync(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "hello");
        Sync before = alice.sync();

        alice.post("/rooms/{}/read_markers", Json.of("m.fully_read", event), room).ok();

        alice.syncUntil(before, sync -> fullyRead(sync, room).equals(Optional.of(event)));
    }

    @Test
    void fullyReadMarker_isReadAsAccountData_butNotWrittenThere(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "hello");
        alice.post("/rooms/{}/read_markers", Json.of("m.fully_read", event), room).ok();

        assertThat(
                        alice.get("/user/{}/rooms/{}/account_data/m.fully_read", alice.id(), room)
                                .ok()
                                .string("event_id"))
                .isEqualTo(event);
        alice.put(
                        "/user/{}/rooms/{}/account_data/m.fully_read",
                        Json.of("event_id", event),
                        alice.id(),
                        room)
                .expectError(405, "M_BAD_JSON");
    }

    @Test
    void unreadMarker_isOrdinaryAccountData(User alice) {
        String room = alice.createRoom();
        alice.put(
                        "/user/{}/rooms/{}/account_data/m.marked_unread",
                        Json.of("unread", true),
                        alice.id(),
                        room)
                .ok();

        assertThat(
                        Sync.ofType(alice.sync().accountData(room), "m.marked_unread")
                                .orElseThrow()
                                .bool("content", "unread"))
                .isTrue();
    }
}
