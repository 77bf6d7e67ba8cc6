package org.stoa.conformance.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;
import org.stoa.conformance.peers.BothWays;
import org.stoa.conformance.peers.Meeting;
import org.stoa.conformance.peers.Pair;
import org.stoa.conformance.peers.Versions;

/// Spec: server-server-api#typing-notifications, server-server-api#presence, server-server-api#receipts.
@Section("server-server-api#typing-notifications")
final class EphemeralTest {
    @BothWays(Versions.ONE)
    void typing_isSeen_untilItEnds(Pair pair) {
        Meeting meeting = pair.meet();
        String path = "/rooms/{}/typing/{}";
        String room = meeting.room();
        User alice = meeting.alice();
        // A server that does not have the whole state yet may leave the room out of syncs.
        meeting.agree();

        alice.put(path, Json.of("typing", true, "timeout", 30_000), room, alice.id()).ok();
        Sync typing = meeting.bob().syncUntil(sync -> isTyping(sync, room, List.of(alice.id())));
        alice.put(path, Json.of("typing", false), room, alice.id()).ok();
        meeting.bob().syncUntil(typing, sync -> isTyping(sync, room, List.of()));
    }

    private static boolean isTyping(Sync sync, String room, List<String> users) {
        return Sync.ofType(sync.ephemeral(room), "m.typing")
                .filter(event -> event.strings("content", "user_ids").equals(users))
                .isPresent();
    }

    @BothWays(Versions.ONE)
    void receipt_isSeen(Pair pair) {
        Meeting meeting = pair.meet();
        String event = meeting.bob().say(meeting.room(), "read this");
        meeting.alice().syncUntilEvent(meeting.room(), event);

        receipt(meeting, "m.read", event, Json.EMPTY);

        seesReceipt(meeting, event, receipt -> !receipt.has("thread_id"));
    }

    @BothWays(Versions.ONE)
    void threadedReceipts_areSeen(Pair pair) {
        Meeting meeting = pair.meet();
        String room = meeting.room();
        String root = meeting.bob().say(room, "a thread begins");
        Json relation = Json.of("rel_type", "m.thread", "event_id", root);
        Json reply = Json.of("msgtype", "m.text", "body", "on", "m.relates_to", relation);
        String event = meeting.bob().sendEvent(room, "m.room.message", reply);
        meeting.alice().syncUntilEvent(room, event);

        // One after the other: both may come with one answer, of which each waiting looks at its
        // own.
        receipt(meeting, "m.read", event, Json.of("thread_id", root));
        seesReceipt(meeting, event, receipt -> isIn(receipt, root));
        receipt(meeting, "m.read", root, Json.of("thread_id", "main"));
        seesReceipt(meeting, root, receipt -> isIn(receipt, "main"));
    }

    private static boolean isIn(Json receipt, String thread) {
        return receipt.string("thread_id").equals(thread);
    }

    @BothWays(Versions.ONE)
    void privateReceipt_staysHere(Pair pair) {
        Meeting meeting = pair.meet();
        String first = meeting.bob().say(meeting.room(), "read this in private");
        String second = meeting.bob().say(meeting.room(), "read this");
        meeting.alice().syncUntilEvent(meeting.room(), second);

        receipt(meeting, "m.read.private", first, Json.EMPTY);
        receipt(meeting, "m.read", second, Json.EMPTY);

        Sync seen = seesReceipt(meeting, second, receipt -> true);
        Json receipts = Sync.ofType(seen.ephemeral(meeting.room()), "m.receipt").orElseThrow();
        assertThat(receipts.has("content", first)).isFalse();
    }

    private static void receipt(Meeting meeting, String kind, String event, Json body) {
        meeting.alice().post("/rooms/{}/receipt/{}/{}", body, meeting.room(), kind, event).ok();
    }

    /// Waits until Bob sees a receipt of Alice's at an event.
    private static Sync seesReceipt(Meeting meeting, String event, Predicate<Json> wanted) {
        return meeting.bob()
                .syncUntil(
                        sync ->
                                Sync.ofType(sync.ephemeral(meeting.room()), "m.receipt")
                                        .flatMap(
                                                receipts ->
                                                        receipts.find(
                                                                "content",
                                                                event,
                                                                "m.read",
                                                                meeting.alice().id()))
                                        .filter(wanted)
                                        .isPresent());
    }

    @BothWays(Versions.ONE)
    void presence_isSeen(Pair pair) {
        Meeting meeting = pair.meet();
        User alice = meeting.alice();
        Json here = Json.of("presence", "online", "status_msg", "with foxes \ud83e\udd8a");
        meeting.agree();

        alice.put("/presence/{}/status", here, alice.id()).ok();

        meeting.bob().syncUntil(sync -> hasStatus(sync, alice, "with foxes \ud83e\udd8a"));
    }

    private static boolean hasStatus(Sync sync, User user, String status) {
        return sync.presence().stream()
                .filter(event -> event.string("sender").equals(user.id()))
                .flatMap(event -> event.find("content", "status_msg").stream())
                .anyMatch(Json.value(status)::equals);
    }
}
