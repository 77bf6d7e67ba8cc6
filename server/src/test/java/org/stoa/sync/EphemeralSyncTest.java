package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.sync.SyncClient.events;
import static org.stoa.sync.SyncClient.joined;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class EphemeralSyncTest {
    @EachEngine
    @Proves("setTyping")
    void typing_startAndStop_isToldToTheOthers(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();

            FutureTask<JsonObject> waiting = LongPollTest.waiting(server, () -> bob.sync(30_000));
            typing(alice, room, "{'typing': true, 'timeout': 20000}");

            assertThat(typingIn(LongPollTest.answer(waiting), room)).containsExactly(alice.id());
            typing(alice, room, "{'typing': false}");
            assertThat(typingIn(bob.sync(), room)).isEmpty();
        }
    }

    @EachEngine
    void typing_whenTheTimeIsOver_ends(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();
            typing(alice, room, "{'typing': true, 'timeout': 20000}");
            bob.sync();

            FutureTask<JsonObject> waiting = LongPollTest.waiting(server, () -> bob.sync(60_000));
            server.time().advance(Duration.ofSeconds(20));

            assertThat(typingIn(LongPollTest.answer(waiting), room)).isEmpty();
        }
    }

    @EachEngine
    void typing_ofWhoLeavesOrIsRemoved_endsAtOnce(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            String room = alice.createRoomWith(bob, carol);
            typing(bob, room, "{'typing':true}");
            typing(carol, room, "{'typing':true}");
            SyncClient reader = new SyncClient(alice);
            reader.sync();

            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            JsonObject afterLeaving = reader.sync();
            alice.post("/rooms/{}/kick", JsonObject.of("user_id", carol.id()), room).ok();
            JsonObject afterKicking = reader.sync();

            assertThat(typingIn(afterLeaving, room)).containsExactly(carol.id());
            assertThat(typingIn(afterKicking, room)).isEmpty();
        }
    }

    @EachEngine
    void typing_ofSomebodyElse_isRefused(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom();
            JsonObject body = json("{'typing': true}");

            assertThat(alice.put("/rooms/{}/typing/{}", body, room, bob.id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(bob.put("/rooms/{}/typing/{}", body, room, bob.id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(alice.put("/rooms/{}/typing/{}", JsonObject.EMPTY, room, alice.id()).error())
                    .isEqualTo("400 M_MISSING_PARAM");
        }
    }

    @EachEngine
    @Proves("postReceipt")
    void receipt_public_isToldToAll(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            String said = alice.say(room, "hello");
            SyncClient following = new SyncClient(alice);
            following.sync();
            bob.sync();

            receipt(bob.client(), room, "m.read", said, "{}");

            JsonObject content =
                    JsonObject.of(
                            said,
                            JsonObject.of(
                                    "m.read",
                                    JsonObject.of(
                                            bob.client().id(),
                                            JsonObject.of("ts", server.time().millis()))));
            assertThat(receiptsIn(following.sync(), room)).containsExactly(content);
            assertThat(receiptsIn(bob.sync(), room)).containsExactly(content);
        }
    }

    @EachEngine
    void receipt_private_isToldToOneselfOnly(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            SyncClient following = new SyncClient(alice);
            String said = alice.say(room, "hello");
            following.sync();
            bob.sync();

            receipt(bob.client(), room, "m.read.private", said, "{}");

            assertThat(SyncClient.rooms(following.sync(), "join").isEmpty()).isTrue();
            JsonObject part = joined(bob.sync(), room);
            assertThat(events(part, "ephemeral")).hasSize(1);
            assertThat(notifications(part)).isZero();
        }
    }

    @EachEngine
    void receipt_older_changesNothing(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            String first = alice.say(room, "one");
            String second = alice.say(room, "two");
            receipt(bob.client(), room, "m.read", second, "{}");
            bob.sync();

            receipt(bob.client(), room, "m.read", first, "{}");

            assertThat(SyncClient.rooms(bob.sync(), "join").isEmpty()).isTrue();
        }
    }

    @EachEngine
    void receipt_forAThread_countsThere(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob =
                    new SyncClient(
                            server.register("bob"),
                            "{\"room\":{\"timeline\":{\"unread_thread_notifications\":true}}}");
            String room = alice.createRoomWith(bob.client());
            String root = alice.say(room, "root");
            String reply = alice.send(room, "m.room.message", inThread(root));
            alice.say(room, "main");

            JsonObject before = joined(bob.sync(), room);
            receipt(bob.client(), room, "m.read", reply, "{'thread_id': '" + root + "'}");
            JsonObject after = joined(bob.sync(), room);
            receipt(bob.client(), room, "m.read", root, "{'thread_id': 'main'}");
            JsonObject last = joined(bob.sync(), room);

            assertThat(notifications(before)).isEqualTo(2);
            assertThat(before.object("unread_thread_notifications"))
                    .contains(
                            JsonObject.of(
                                    root,
                                    JsonObject.of("notification_count", 1, "highlight_count", 0)));
            assertThat(after.has("unread_thread_notifications")).isFalse();
            assertThat(notifications(after)).isEqualTo(2);
            assertThat(notifications(last)).isEqualTo(1);
            assertThat(
                            bob.client()
                                    .post(
                                            "/rooms/{}/receipt/m.read/{}",
                                            json("{'thread_id': 'main'}"),
                                            room,
                                            reply)
                                    .error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void receipt_wrong_isRefused(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom();
            String said = alice.say(room, "one");

            assertThat(post(alice, room, "m.seen", said, "{}")).isEqualTo("400 M_INVALID_PARAM");
            assertThat(post(alice, room, "m.read", said, "{'thread_id': ''}"))
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(post(alice, room, "m.read", said, "{'thread_id': 1}"))
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(post(alice, room, "m.fully_read", said, "{'thread_id': 'main'}"))
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(post(alice, room, "m.read", "$nosuchevent", "{}"))
                    .isEqualTo("404 M_NOT_FOUND");
            assertThat(post(bob, room, "m.read", said, "{}")).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    @Proves("setReadMarker")
    void readMarkers_all_areSetAtOnce(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            String first = alice.say(room, "one");
            String second = alice.say(room, "two");
            bob.sync();

            bob.client()
                    .post(
                            "/rooms/{}/read_markers",
                            JsonObject.of(
                                    "m.fully_read",
                                    first,
                                    "m.read",
                                    first,
                                    "m.read.private",
                                    second),
                            room)
                    .ok();

            JsonObject part = joined(bob.sync(), room);
            assertThat(events(part, "account_data"))
                    .containsExactly(
                            JsonObject.of(
                                    "type",
                                    "m.fully_read",
                                    "content",
                                    JsonObject.of("event_id", first)));
            assertThat(notifications(part)).isZero();
            assertThat(events(part, "ephemeral")).hasSize(1);
        }
    }

    @EachEngine
    void counts_mentions_areHighlighted(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            alice.send(
                    room,
                    "m.room.message",
                    json(
                            "{'msgtype': 'm.text', 'body': 'hi', 'm.mentions': {'user_ids': ['"
                                    + bob.client().id()
                                    + "']}}"));
            alice.say(room, "more");

            JsonObject unread =
                    joined(bob.sync(), room).object("unread_notifications").orElseThrow();
            bob.client().say(room, "read");
            JsonObject after =
                    joined(bob.sync(), room).object("unread_notifications").orElseThrow();

            assertThat(unread)
                    .isEqualTo(JsonObject.of("notification_count", 2, "highlight_count", 1));
            assertThat(after)
                    .isEqualTo(JsonObject.of("notification_count", 0, "highlight_count", 0));
        }
    }

    @EachEngine
    @Proves({"setPresence", "getPresence"})
    void presence_whatWasSet_isToldToThoseWhoShareARoom(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient stranger = server.register("stranger");
            alice.createRoomWith(bob);
            alice.put(
                            "/presence/{}/status",
                            json("{'presence': 'unavailable', 'status_msg': 'away'}"),
                            alice.id())
                    .ok();
            server.time().advance(Duration.ofSeconds(3));

            assertThat(bob.get("/presence/{}/status", alice.id()).ok())
                    .isEqualTo(
                            json(
                                    "{'presence': 'unavailable', 'last_active_ago': 3000, 'status_msg':"
                                            + " 'away', 'currently_active': false}"));
            assertThat(stranger.get("/presence/{}/status", alice.id()).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void presence_withAnEndlessStatusMessage_isRefused(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            JsonObject presence =
                    JsonObject.of("presence", "online", "status_msg", "a".repeat(1_025));

            assertThat(alice.put("/presence/{}/status", presence, alice.id()).error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    private static void typing(TestClient client, String room, String body) {
        client.put("/rooms/{}/typing/{}", json(body), room, client.id()).ok();
    }

    private static List<String> typingIn(JsonObject answer, String room) {
        return events(joined(answer, room), "ephemeral").stream()
                .filter(event -> event.string("type").orElseThrow().equals("m.typing"))
                .findFirst()
                .flatMap(event -> event.object("content"))
                .flatMap(content -> content.array("user_ids"))
                .map(JsonArray::strings)
                .orElseThrow(() -> new AssertionError("nothing of typing in " + answer));
    }

    private static List<JsonObject> receiptsIn(JsonObject answer, String room) {
        return events(joined(answer, room), "ephemeral").stream()
                .filter(event -> event.string("type").orElseThrow().equals("m.receipt"))
                .map(event -> event.object("content").orElseThrow())
                .toList();
    }

    private static void receipt(
            TestClient client, String room, String type, String event, String body) {
        client.post("/rooms/{}/receipt/{}/{}", json(body), room, type, event).ok();
    }

    private static String post(
            TestClient client, String room, String type, String event, String body) {
        return client.post("/rooms/{}/receipt/{}/{}", json(body), room, type, event).error();
    }

    private static long notifications(JsonObject part) {
        return part.object("unread_notifications")
                .orElseThrow()
                .integer("notification_count")
                .orElseThrow();
    }

    private static JsonObject inThread(String root) {
        return json(
                "{'msgtype': 'm.text', 'body': 'reply', 'm.relates_to': {'rel_type': 'm.thread',"
                        + " 'event_id': '"
                        + root
                        + "'}}");
    }
}
