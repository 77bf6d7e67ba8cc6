package org.stoa.federation.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.platform.ManualTime;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.TestClient;

/// What servers are told that is not stored: typing, receipts, presence.
final class OutgoingEdusTest {
    private static List<JsonObject> contents(Peer peer, String type) {
        return peer.edus().stream()
                .filter(edu -> edu.string("edu_type").orElseThrow().equals(type))
                .map(edu -> edu.object("content").orElseThrow())
                .toList();
    }

    /// Lets time pass until a server was told so many EDUs of a type.
    private static List<JsonObject> await(Shared shared, Peer peer, String type, int count) {
        shared.pass(
                Duration.ofMillis(1_100),
                () -> contents(peer, type).size() >= count,
                () -> "told: " + peer.edus());
        return contents(peer, type);
    }

    private static void type(TestClient user, Shared.Joined room, boolean typing) {
        JsonObject request =
                typing
                        ? JsonObject.of("typing", true, "timeout", 60_000)
                        : JsonObject.of("typing", false);
        user.put("/rooms/{}/typing/{}", request, room.id(), user.id()).ok();
    }

    @Test
    void typing_isToldWhenItBeginsAndEnds_toServersInTheRoom() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);

            type(alice, room, true);
            Peer.await(() -> contents(one, "m.typing").size() == 1, () -> "told: " + one.edus());
            type(alice, room, false);
            Peer.await(() -> contents(one, "m.typing").size() == 2, () -> "told: " + one.edus());

            assertThat(contents(one, "m.typing"))
                    .containsExactly(
                            JsonObject.of(
                                    "room_id", room.id(), "user_id", alice.id(), "typing", true),
                            JsonObject.of(
                                    "room_id", room.id(), "user_id", alice.id(), "typing", false));
        }
    }

    @Test
    void typing_thatGoesOn_isToldAgain() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);

            type(alice, room, true);

            List<JsonObject> told = await(shared, one, "m.typing", 2);
            assertThat(told.get(1).bool("typing")).hasValue(true);
        }
    }

    @Test
    void receipts_areTold_eachThreadForItself_andNoPrivateOnes() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            String root = alice.say(room.id(), "root");
            String inThread =
                    alice.send(
                            room.id(),
                            "m.room.message",
                            TestClient.json(
                                    "{'msgtype':'m.text','body':'x','m.relates_to':{'rel_type':'m.thread','event_id':'"
                                            + root
                                            + "'}}"));
            receipt(alice, room, "m.read", root, "main");
            receipt(alice, room, "m.read", inThread, root);
            receipt(alice, room, "m.read.private", inThread, root);

            List<JsonObject> told = await(shared, one, "m.receipt", 2);

            assertThat(told)
                    .containsExactlyInAnyOrder(
                            content(room, alice, root, "main"),
                            content(room, alice, inThread, root));
        }
    }

    private static void receipt(
            TestClient user, Shared.Joined room, String type, String event, String thread) {
        user.post(
                        "/rooms/{}/receipt/{}/{}",
                        JsonObject.of("thread_id", thread),
                        room.id(),
                        type,
                        event)
                .ok();
    }

    private static JsonObject content(
            Shared.Joined room, TestClient user, String event, String thread) {
        JsonObject data = JsonObject.of("ts", ManualTime.START.toEpochMilli(), "thread_id", thread);
        JsonObject receipt =
                JsonObject.of("event_ids", JsonArray.ofStrings(List.of(event)), "data", data);
        return JsonObject.of(room.id(), JsonObject.of("m.read", JsonObject.of(user.id(), receipt)));
    }

    @Test
    void presence_isToldToServersThatShareARoom() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            Peer stranger = shared.peer();
            TestClient alice = shared.server().register("alice");
            TestClient bob = shared.server().register("bob");
            shared.room(alice, one);
            shared.room(RoomVersion.V10, bob, stranger);

            alice.put(
                            "/presence/{}/status",
                            JsonObject.of("presence", "online", "status_msg", "here"),
                            alice.id())
                    .ok();

            shared.pass(
                    Duration.ofMillis(1_100),
                    () ->
                            contents(one, "m.presence").stream()
                                    .anyMatch(content -> content.toString().contains("here")),
                    () -> "told: " + one.edus());
            JsonObject told = contents(one, "m.presence").getLast();
            JsonObject push = told.array("push").orElseThrow().objects().getFirst();
            assertThat(push.string("user_id")).hasValue(alice.id());
            assertThat(push.string("presence")).hasValue("online");
            assertThat(contents(stranger, "m.presence").toString()).doesNotContain(alice.id());
        }
    }

    @Test
    void whatIsNotStored_isNotKeptForAServerThatIsAway() {
        try (Shared shared = new Shared()) {
            Peer one = shared.peer();
            TestClient alice = shared.server().register("alice");
            Shared.Joined room = shared.room(alice, one);
            one.manner(Peer.Manner.FAILS);
            alice.say(room.id(), "missed");
            one.awaitAsked(1);
            type(alice, room, true);
            type(alice, room, false);

            one.manner(Peer.Manner.TAKES);
            shared.pass(
                    Duration.ofSeconds(10),
                    () -> one.told().size() == 1,
                    () -> "told: " + one.told());

            assertThat(contents(one, "m.typing")).isEmpty();
        }
    }
}
