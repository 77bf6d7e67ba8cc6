package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignServer;

/// What another server tells of its users beside events, as clients see it.
final class EdusTest {
    private static JsonObject typing(String room, String user, boolean typing) {
        return JsonObject.of("room_id", room, "user_id", user, "typing", typing);
    }

    private static JsonObject receipt(
            String room, String user, Event event, Optional<String> thread) {
        JsonObject about =
                JsonObject.builder().put("ts", 5).putIfPresent("thread_id", thread).build();
        JsonObject read =
                JsonObject.of(
                        "event_ids",
                        JsonArray.ofStrings(List.of(event.eventId().toString())),
                        "data",
                        about);
        return JsonObject.of(room, JsonObject.of("m.read", JsonObject.of(user, read)));
    }

    private static JsonObject presence(String user, String state) {
        return JsonObject.of(
                "push",
                JsonArray.of(
                        JsonObject.of(
                                "user_id",
                                user,
                                "presence",
                                state,
                                "status_msg",
                                "here",
                                "last_active_ago",
                                5000)));
    }

    private static JsonObject ephemeral(SharedRoom shared, JsonObject sync, String type) {
        return sync
                .object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .flatMap(joined -> joined.object(shared.id()))
                .flatMap(room -> room.object("ephemeral"))
                .flatMap(events -> events.array("events"))
                .orElse(JsonArray.EMPTY)
                .objects()
                .stream()
                .filter(event -> event.string("type").orElseThrow().equals(type))
                .map(event -> event.object("content").orElseThrow())
                // One event for each thread; here each is about another event.
                .reduce(JsonObject.EMPTY, (one, other) -> one.toBuilder().putAll(other).build());
    }

    private static JsonObject sync(SharedRoom shared) {
        return shared.alice.sync();
    }

    @Test
    void typing_ofAUserOfAnotherServer_isToldUntilItEnds() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            shared.edu("m.typing", typing(shared.id(), shared.creator, true));
            JsonObject during = ephemeral(shared, sync(shared), "m.typing");

            shared.edu("m.typing", typing(shared.id(), shared.creator, false));

            assertThat(during)
                    .isEqualTo(
                            JsonObject.of(
                                    "user_ids", JsonArray.ofStrings(List.of(shared.creator))));
            assertThat(ephemeral(shared, sync(shared), "m.typing").array("user_ids"))
                    .satisfiesAnyOf(
                            ids -> assertThat(ids).isEmpty(),
                            ids -> assertThat(ids).hasValue(JsonArray.EMPTY));
        }
    }

    @Test
    void edus_aboutUsersOfOthersOrStrangersToTheRoom_areLeftOut() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer other = new ForeignServer(shared.authority)) {
            Event message = shared.foreign.message(shared.creator, "x", shared.join);
            shared.send(message);
            String stranger = shared.peer.user("stranger");

            shared.edu("m.typing", typing(shared.id(), stranger, true));
            shared.edu("m.typing", typing(shared.id(), shared.alice.id(), true));
            other.sendEdu(
                    shared.server.anonymous(),
                    "m.typing",
                    typing(shared.id(), shared.creator, true));
            shared.edu("m.receipt", receipt(shared.id(), stranger, message, Optional.empty()));
            other.sendEdu(
                    shared.server.anonymous(),
                    "m.receipt",
                    receipt(shared.id(), shared.creator, message, Optional.empty()));
            other.sendEdu(
                    shared.server.anonymous(), "m.presence", presence(shared.creator, "online"));
            shared.edu("m.presence", presence(stranger, "online"));

            JsonObject sync = sync(shared);
            assertThat(ephemeral(shared, sync, "m.typing")).isEqualTo(JsonObject.EMPTY);
            assertThat(ephemeral(shared, sync, "m.receipt")).isEqualTo(JsonObject.EMPTY);
            assertThat(presenceOf(sync, shared.creator)).isEmpty();
            assertThat(presenceOf(sync, stranger)).isEmpty();
        }
    }

    @Test
    void receipts_areToldWithTheirThreads() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);
            shared.send(one, two);

            shared.edu("m.receipt", receipt(shared.id(), shared.creator, one, Optional.of("main")));
            shared.edu("m.receipt", receipt(shared.id(), shared.creator, two, Optional.empty()));
            // Older than the one before: nothing changes.
            shared.edu("m.receipt", receipt(shared.id(), shared.creator, one, Optional.empty()));

            JsonObject content = ephemeral(shared, sync(shared), "m.receipt");
            assertThat(content)
                    .isEqualTo(
                            JsonObject.of(
                                    one.eventId().toString(),
                                    readBy(
                                            shared.creator,
                                            JsonObject.of("ts", 5, "thread_id", "main")),
                                    two.eventId().toString(),
                                    readBy(shared.creator, JsonObject.of("ts", 5))));
        }
    }

    private static JsonObject readBy(String user, JsonObject about) {
        return JsonObject.of("m.read", JsonObject.of(user, about));
    }

    @Test
    void presence_ofAUserOfAnotherServer_isToldAndEndsWithoutNews() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            shared.edu("m.presence", presence(shared.creator, "online"));

            JsonObject first = presenceOf(sync(shared), shared.creator).orElseThrow();
            shared.edu("m.presence", presence(shared.creator, "unavailable"));
            JsonObject second = shared.alice.get("/presence/{}/status", shared.creator).ok();

            assertThat(first.string("presence")).hasValue("online");
            assertThat(first.string("status_msg")).hasValue("here");
            assertThat(first.integer("last_active_ago")).hasValue(5000);
            assertThat(second.string("presence")).hasValue("unavailable");
            shared.server.time().advance(java.time.Duration.ofMinutes(31));
            assertThat(
                            shared.alice
                                    .get("/presence/{}/status", shared.creator)
                                    .ok()
                                    .string("presence"))
                    .hasValue("offline");
        }
    }

    private static Optional<JsonObject> presenceOf(JsonObject sync, String user) {
        return sync
                .object("presence")
                .flatMap(presence -> presence.array("events"))
                .orElse(JsonArray.EMPTY)
                .objects()
                .stream()
                .filter(event -> event.string("sender").orElseThrow().equals(user))
                .map(event -> event.object("content").orElseThrow())
                .findFirst();
    }

    @Test
    void edus_ofARoomThatDeniesTheServer_areLeftOut() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event list =
                    shared.foreign.state(
                            shared.creator,
                            "m.room.server_acl",
                            "",
                            JsonObject.of(
                                    "allow",
                                    JsonArray.ofStrings(List.of("*")),
                                    "allow_ip_literals",
                                    false),
                            shared.join);
            shared.send(list);

            shared.edu("m.typing", typing(shared.id(), shared.creator, true));
            shared.edu("m.receipt", receipt(shared.id(), shared.creator, list, Optional.empty()));

            JsonObject sync = sync(shared);
            assertThat(ephemeral(shared, sync, "m.typing")).isEqualTo(JsonObject.EMPTY);
            assertThat(ephemeral(shared, sync, "m.receipt")).isEqualTo(JsonObject.EMPTY);
        }
    }

    private static JsonObject edu(String type, JsonObject content) {
        return JsonObject.of("edu_type", type, "content", content);
    }

    @Test
    void presence_ofAUserWhoIsToldOfOften_isTheLast() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<JsonObject> edus = new ArrayList<>();
            for (int i = 0; i < 99; i++) {
                edus.add(edu("m.presence", presence(shared.creator, "online")));
            }
            edus.add(edu("m.presence", presence(shared.creator, "unavailable")));

            shared.sendAll(List.of(), edus).ok();

            JsonObject told = presenceOf(sync(shared), shared.creator).orElseThrow();
            assertThat(told.string("presence")).hasValue("unavailable");
        }
    }

    /// One user after so many is not looked at, in however many EDUs they come; who was told of before still is.
    @Test
    void presence_ofMoreUsersThanAreLookedAt_isLeftOut() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String late = shared.peer.user("late");
            Event joined = shared.foreign.join(late, shared.join);
            shared.send(joined);
            List<JsonObject> edus = new ArrayList<>();
            edus.add(edu("m.presence", presence(shared.creator, "online")));
            for (int i = 0; i < 5; i++) {
                List<JsonObject> push = new ArrayList<>();
                for (int j = 0; j < 100; j++) {
                    String stranger = shared.peer.user("stranger" + i + "-" + j);
                    push.add(JsonObject.of("user_id", stranger, "presence", "online"));
                }
                edus.add(edu("m.presence", JsonObject.of("push", JsonArray.of(push))));
            }
            edus.add(edu("m.presence", presence(late, "online")));
            edus.add(edu("m.presence", presence(shared.creator, "unavailable")));

            shared.sendAll(List.of(), edus).ok();

            JsonObject sync = sync(shared);
            assertThat(presenceOf(sync, late)).isEmpty();
            assertThat(presenceOf(sync, shared.creator).orElseThrow().string("presence"))
                    .hasValue("unavailable");
        }
    }

    @Test
    void receipts_ofOneUserInOneTransaction_areTheLastOfEachThread() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            Event two = shared.foreign.message(shared.creator, "two", one);
            shared.send(one, two);
            List<JsonObject> edus = new ArrayList<>();
            for (Event event : List.of(one, two)) {
                for (Optional<String> thread :
                        List.of(Optional.<String>empty(), Optional.of("main"))) {
                    edus.add(edu("m.receipt", receipt(shared.id(), shared.creator, event, thread)));
                }
            }
            edus.removeLast();

            shared.sendAll(List.of(), edus).ok();

            assertThat(ephemeral(shared, sync(shared), "m.receipt"))
                    .isEqualTo(
                            JsonObject.of(
                                    one.eventId().toString(),
                                    readBy(
                                            shared.creator,
                                            JsonObject.of("ts", 5, "thread_id", "main")),
                                    two.eventId().toString(),
                                    readBy(shared.creator, JsonObject.of("ts", 5))));
        }
    }

    /// What is about rooms that nobody here is in counts too: each is a look-up.
    @Test
    void receipts_ofMoreRoomsThanAreLookedAt_areLeftOut() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event one = shared.foreign.message(shared.creator, "one", shared.join);
            shared.send(one);
            JsonObject.Builder elsewhere = JsonObject.builder();
            for (int i = 0; i < 500; i++) {
                String room = "!" + i + ":" + shared.peer.name();
                elsewhere.putAll(receipt(room, shared.creator, one, Optional.empty()));
            }
            JsonObject late = receipt(shared.id(), shared.creator, one, Optional.empty());

            shared.sendAll(
                            List.of(),
                            List.of(edu("m.receipt", elsewhere.build()), edu("m.receipt", late)))
                    .ok();

            assertThat(ephemeral(shared, sync(shared), "m.receipt")).isEqualTo(JsonObject.EMPTY);
        }
    }

    @Test
    void edus_thatNobodyKnowsOrThatAreBroken_doNotFailTheEvents() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event message = shared.foreign.message(shared.creator, "x", shared.join);

            Answer answer =
                    shared.sendAll(
                            List.of(message.json()),
                            List.of(
                                    JsonObject.EMPTY,
                                    JsonObject.of("edu_type", "m.typing"),
                                    JsonObject.of("edu_type", 5, "content", 6),
                                    JsonObject.of(
                                            "edu_type",
                                            "m.receipt",
                                            "content",
                                            JsonObject.of(shared.id(), 7)),
                                    JsonObject.of(
                                            "edu_type",
                                            "org.example.new",
                                            "content",
                                            JsonObject.EMPTY)));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(shared.bodies()).containsExactly("x");
        }
    }
}
