package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.sync.SyncClient.bodies;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class OldSyncTest {
    private static final String V1 = "/_matrix/client/api/v1";

    @EachEngine
    @Proves("initialSync")
    void initialSync_joinedRoom_hasMessagesAndStateInTheOldForm(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            alice.say(room, "hello");
            server.time().advance(Duration.ofSeconds(2));
            alice.get("/initialSync").ok();

            JsonObject answer = alice.get(V1 + "/initialSync?limit=1").ok();

            JsonObject told = only(answer, "rooms");
            assertThat(told.string("room_id")).contains(room);
            assertThat(told.string("membership")).contains("join");
            assertThat(told.string("visibility")).contains("private");
            JsonObject message = only(told.object("messages").orElseThrow(), "chunk");
            assertThat(message.string("user_id")).contains(alice.id());
            assertThat(message.integer("age")).hasValue(2_000);
            assertThat(message.string("room_id")).contains(room);
            List<JsonObject> state = told.array("state").orElseThrow().objects();
            assertThat(state).hasSizeGreaterThan(5);
            assertThat(state)
                    .filteredOn(event -> event.string("type").orElseThrow().equals("m.room.member"))
                    .allMatch(event -> event.string("membership").equals(Optional.of("join")));
        }
    }

    @EachEngine
    void startAndEnd_ofTheFirstApi_areBothEndsOfTheTimeline(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            alice.say(room, "first");
            alice.say(room, "last");
            String messages = V1 + "/rooms/" + room + "/messages";

            JsonObject newest = alice.get(messages + "?from=END&dir=b&limit=2").ok();
            JsonObject oldest = alice.get(messages + "?from=START&to=END&dir=f&limit=1").ok();
            JsonObject polled = alice.get(messages + "?from=END").ok();
            alice.say(room, "new");
            String end = polled.string("end").orElseThrow();

            assertThat(bodies(newest.array("chunk").orElseThrow().objects()))
                    .containsExactly("last", "first");
            assertThat(only(oldest, "chunk").string("type")).contains("m.room.create");
            assertThat(polled.array("chunk").orElseThrow().objects()).isEmpty();
            assertThat(bodies(alice.get(messages + "?from=" + end).objects("chunk")))
                    .containsExactly("new");
            assertThat(alice.get(V1 + "/events?from=END&timeout=0").ok().names())
                    .containsExactlyInAnyOrder("chunk", "start", "end");
            assertThat(alice.get("/rooms/" + room + "/messages?dir=b&from=END").error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void initialSync_large_tellsEachRoomOnce(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            List<String> rooms = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String room = alice.createRoom();
                rooms.add(room);
                for (int j = 0; j < 6; j++) {
                    alice.say(room, "x".repeat(30_000));
                }
            }

            Answer answer = alice.get(V1 + "/initialSync");

            assertThat(answer.body().length).isGreaterThan(700_000);
            assertThat(answer.objects("rooms"))
                    .extracting(room -> room.string("room_id").orElseThrow())
                    .containsExactlyElementsOf(rooms);
            assertThat(answer.ok().names())
                    .containsExactlyInAnyOrder("end", "presence", "account_data", "rooms");
        }
    }

    @EachEngine
    void initialSync_presence_countsSendingAsActivity(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            server.time().advance(Duration.ofSeconds(50));
            alice.say(room, "hello");
            server.time().advance(Duration.ofSeconds(7));

            JsonObject presence = only(alice.get(V1 + "/initialSync").ok(), "presence");

            assertThat(presence.string("type")).contains("m.presence");
            JsonObject content = presence.object("content").orElseThrow();
            assertThat(content.string("user_id")).contains(alice.id());
            assertThat(content.integer("last_active_ago")).hasValue(7_000);
        }
    }

    @EachEngine
    void initialSync_invitation_tellsWhoInvited(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoom();
            alice.invite(room, bob);

            JsonObject told = only(bob.get(V1 + "/initialSync").ok(), "rooms");

            assertThat(told.string("membership")).contains("invite");
            assertThat(told.string("inviter")).contains(alice.id());
            assertThat(told.object("invite").flatMap(event -> event.string("state_key")))
                    .contains(bob.id());
        }
    }

    @EachEngine
    void initialSync_archived_tellsLeftRoomsUpToTheLeaving(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            alice.say(room, "before");
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.say(room, "after");

            JsonObject without = bob.get("/initialSync").ok();
            JsonObject with = bob.get("/initialSync?archived=true").ok();

            assertThat(without.array("rooms").orElseThrow().isEmpty()).isTrue();
            JsonObject told = only(with, "rooms");
            assertThat(told.string("membership")).contains("leave");
            assertThat(
                            bodies(
                                    told.object("messages")
                                            .flatMap(messages -> messages.array("chunk"))
                                            .orElseThrow()
                                            .objects()))
                    .containsExactly("before");
        }
    }

    @EachEngine
    @Proves("roomInitialSync")
    void roomInitialSync_memberAndStranger_oneMayTheOtherNot(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient stranger = server.register("stranger");
            String room = alice.createRoom();
            alice.say(room, "hello");

            JsonObject answer = alice.get("/rooms/{}/initialSync?limit=1", room).ok();

            assertThat(answer.string("membership")).contains("join");
            assertThat(
                            bodies(
                                    answer.object("messages")
                                            .flatMap(messages -> messages.array("chunk"))
                                            .orElseThrow()
                                            .objects()))
                    .containsExactly("hello");
            assertThat(stranger.get("/rooms/{}/initialSync", room).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    @Proves("getEvents")
    void events_fromTheEndOfInitialSync_tellsEachEventOnce(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            // To listen makes her online, which counts as a change.
            alice.get("/events?timeout=0").ok();
            String end = alice.get(V1 + "/initialSync").string("end");
            JsonObject quiet = alice.get("/events?timeout=0&from={}", end).ok();
            assertThat(quiet.string("start")).isEqualTo(quiet.string("end"));
            assertThat(quiet.array("chunk").orElseThrow().isEmpty()).isTrue();

            FutureTask<JsonObject> waiting =
                    LongPollTest.waiting(
                            server,
                            () -> alice.get(V1 + "/events?timeout=30000&from={}", end).ok());
            bob.say(room, "news");

            JsonObject event = only(LongPollTest.answer(waiting), "chunk");
            assertThat(event.string("user_id")).contains(bob.id());
            assertThat(event.object("content").flatMap(content -> content.string("body")))
                    .contains("news");
        }
    }

    @EachEngine
    void events_manyAtOnce_areToldInOrderAndParts(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String one = alice.createRoom();
            server.time().advance(Duration.ofMillis(1));
            String two = alice.createRoom();
            String from = alice.get("/initialSync").string("end");
            for (int i = 0; i < 130; i++) {
                alice.say(i % 2 == 0 ? one : two, "message " + i);
            }

            JsonObject first = alice.get("/events?timeout=0&from={}", from).ok();
            JsonObject second =
                    alice.get("/events?timeout=0&from={}", first.string("end").orElseThrow()).ok();

            List<String> told =
                    new ArrayList<>(bodies(first.array("chunk").orElseThrow().objects()));
            told.addAll(bodies(second.array("chunk").orElseThrow().objects()));
            assertThat(told)
                    .isEqualTo(IntStream.range(0, 130).mapToObj(i -> "message " + i).toList());
        }
    }

    @EachEngine
    void events_ofAWorldReadableRoom_areToldToStrangers(TestDatabase test) throws Exception {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient stranger = server.register("stranger");
            String open = alice.createRoom();
            server.time().advance(Duration.ofMillis(1));
            String closed = alice.createRoom();
            alice.setState(
                    open,
                    "m.room.history_visibility",
                    "",
                    json("{'history_visibility': 'world_readable'}"));

            FutureTask<JsonObject> waiting =
                    LongPollTest.waiting(
                            server,
                            () -> stranger.get("/events?timeout=30000&room_id={}", open).ok());
            alice.say(open, "news");

            assertThat(bodies(LongPollTest.answer(waiting).array("chunk").orElseThrow().objects()))
                    .containsExactly("news");
            assertThat(stranger.get("/events?room_id={}", closed).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    @Proves("getOneEvent")
    void eventById_memberAndStranger_oneMayTheOtherNot(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient stranger = server.register("stranger");
            String room = alice.createRoom();
            String said = alice.say(room, "hello");

            assertThat(alice.get("/events/{}", said).ok().string("room_id")).contains(room);
            assertThat(stranger.get("/events/{}", said).error()).isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.get("/events/{}", "$nosuch").error()).isEqualTo("404 M_NOT_FOUND");
        }
    }

    private static JsonObject only(JsonObject object, String name) {
        List<JsonObject> elements = object.array(name).orElseThrow().objects();
        assertThat(elements).hasSize(1);
        return elements.getFirst();
    }
}
