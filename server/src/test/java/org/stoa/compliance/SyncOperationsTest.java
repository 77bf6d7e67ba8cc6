package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of /sync, of what goes over it only, and of the event streams before it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SyncOperationsTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    @Proves("sync")
    void sync_afterAMessage_hasItOnce() {
        String room = alice.createRoomWith(bob);
        String batch = nextBatch(bob.sync());
        String id = alice.say(room, "news");

        JsonObject answer = bob.syncSince(batch);
        JsonObject later = bob.syncSince(nextBatch(answer));

        assertThat(TestClient.timeline(answer, room))
                .extracting(event -> event.string("event_id").orElseThrow())
                .containsExactly(id);
        assertThat(TestClient.timeline(later, room)).isEmpty();
    }

    @Test
    @Proves("setTyping")
    void typing_startedAndStopped_isSeenByTheOther() {
        String room = alice.createRoomWith(bob);
        String batch = nextBatch(bob.sync());

        alice.put("/rooms/{}/typing/{}", json("{'typing':true,'timeout':20000}"), room, alice.id())
                .ok();
        JsonObject started = bob.syncSince(batch);
        alice.put("/rooms/{}/typing/{}", json("{'typing':false}"), room, alice.id()).ok();
        JsonObject stopped = bob.syncSince(nextBatch(started));

        assertThat(ephemeral(started, room, "m.typing"))
                .contains(json("{'user_ids':['" + alice.id() + "']}"));
        assertThat(ephemeral(stopped, room, "m.typing")).contains(json("{'user_ids':[]}"));
    }

    @Test
    @Proves("postReceipt")
    void receipt_sent_isSeenAndClearsTheCount() {
        String room = alice.createRoomWith(bob);
        String id = alice.say(room, "read me");
        JsonObject before = bob.sync();
        String aliceBatch = nextBatch(alice.sync());
        assertThat(notifications(before, room)).isPositive();

        bob.post("/rooms/{}/receipt/m.read/{}", JsonObject.EMPTY, room, id).ok();

        JsonObject receipt =
                ephemeral(alice.syncSince(aliceBatch), room, "m.receipt").orElseThrow();
        assertThat(
                        receipt.object(id)
                                .flatMap(event -> event.object("m.read"))
                                .flatMap(read -> read.object(bob.id())))
                .isPresent();
        assertThat(notifications(bob.sync(), room)).isZero();
    }

    @Test
    @Proves("setReadMarker")
    void readMarkers_set_areInAccountDataAndReceipts() {
        String room = alice.createRoomWith(bob);
        String id = alice.say(room, "marked");

        bob.post("/rooms/{}/read_markers", JsonObject.of("m.fully_read", id, "m.read", id), room)
                .ok();

        JsonObject answer = bob.sync();
        assertThat(TestClient.events(answer, room, "account_data"))
                .contains(
                        JsonObject.of(
                                "type", "m.fully_read", "content", JsonObject.of("event_id", id)));
        assertThat(ephemeral(answer, room, "m.receipt").orElseThrow().has(id)).isTrue();
    }

    @Test
    @Proves({"getEvents", "getOneEvent"})
    void events_afterAMessage_haveIt() {
        String room = alice.createRoomWith(bob);
        String from = bob.get("/initialSync?limit=1").string("end");
        String id = alice.say(room, "live");

        List<JsonObject> chunk = bob.get("/events?timeout=0&from={}", from).objects("chunk");

        assertThat(chunk).extracting(event -> event.string("event_id")).contains(Optional.of(id));
        assertThat(bob.get("/events/{}", id).string("event_id")).isEqualTo(id);
    }

    @Test
    @Proves({"setPresence", "getPresence"})
    void presence_set_isSeenByTheOther() {
        alice.createRoomWith(bob);

        alice.put(
                        "/presence/{}/status",
                        json("{'presence':'unavailable','status_msg':'tea'}"),
                        alice.id())
                .ok();

        JsonObject presence = bob.get("/presence/{}/status", alice.id()).ok();
        assertThat(presence.string("presence")).contains("unavailable");
        assertThat(presence.string("status_msg")).contains("tea");
    }

    private static String nextBatch(JsonObject sync) {
        return sync.string("next_batch").orElseThrow();
    }

    private static Optional<JsonObject> ephemeral(JsonObject sync, String room, String type) {
        return TestClient.events(sync, room, "ephemeral").stream()
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .findFirst()
                .flatMap(event -> event.object("content"));
    }

    private static long notifications(JsonObject sync, String room) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .flatMap(joined -> joined.object(room))
                .flatMap(part -> part.object("unread_notifications"))
                .orElseThrow()
                .integer("notification_count")
                .orElse(0);
    }
}
