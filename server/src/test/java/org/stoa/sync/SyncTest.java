package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.sync.SyncClient.bodies;
import static org.stoa.sync.SyncClient.events;
import static org.stoa.sync.SyncClient.joined;
import static org.stoa.sync.SyncClient.room;
import static org.stoa.sync.SyncClient.rooms;
import static org.stoa.testing.TestClient.json;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

final class SyncTest {
    @EachEngine
    @Proves("sync")
    void sync_first_tellsRoomsWithTimelineAndState(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom(json("{'name': 'Kitchen'}"));
            alice.say(room, "hello");

            JsonObject answer = new SyncClient(alice).sync();

            JsonObject part = joined(answer, room);
            assertThat(bodies(events(part, "timeline"))).containsExactly("hello");
            assertThat(part.object("unread_notifications"))
                    .contains(JsonObject.of("notification_count", 0, "highlight_count", 0));
            assertThat(part.object("summary"))
                    .contains(
                            JsonObject.of("m.joined_member_count", 1, "m.invited_member_count", 0));
            assertThat(answer.get("device_one_time_keys_count")).isEqualTo(JsonObject.EMPTY);
            assertThat(answer.get("device_unused_fallback_key_types")).isEqualTo(JsonArray.EMPTY);
        }
    }

    @EachEngine
    void sync_withToken_tellsOnlyWhatIsNew(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();
            alice.say(room, "one");
            alice.say(room, "two");

            JsonObject part = joined(bob.sync(), room);

            assertThat(bodies(events(part, "timeline"))).containsExactly("one", "two");
            assertThat(events(part, "state")).isEmpty();
            assertThat(part.object("timeline").flatMap(t -> t.bool("limited"))).contains(false);
            assertThat(rooms(bob.sync(), "join").isEmpty()).isTrue();
        }
    }

    @EachEngine
    void sync_withOldToken_tellsTheSameAgain(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();
            String token = bob.since();
            alice.say(room, "one");
            JsonObject first = bob.client().syncSince(token);
            alice.say(room, "two");

            JsonObject second = bob.client().syncSince(token);

            assertThat(bodies(TestClient.timeline(first, room))).containsExactly("one");
            assertThat(bodies(TestClient.timeline(second, room))).containsExactly("one", "two");
        }
    }

    @EachEngine
    void sync_moreThanTheLimit_isLimitedWithStateOfTheGap(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob =
                    new SyncClient(
                            server.register("bob"), "{\"room\":{\"timeline\":{\"limit\":2}}}");
            String room = alice.createRoomWith(bob.client());
            bob.sync();
            String lost = alice.setState(room, "org.example.a", "", json("{'n': 1}"));
            alice.setState(room, "org.example.b", "", json("{'n': 1}"));
            alice.say(room, "one");
            String shown = alice.setState(room, "org.example.b", "", json("{'n': 2}"));

            JsonObject part = joined(bob.sync(), room);

            assertThat(part.object("timeline").flatMap(t -> t.bool("limited"))).contains(true);
            assertThat(events(part, "timeline")).hasSize(2);
            assertThat(events(part, "state")).hasSize(2);
            assertThat(bob.held(room, "org.example.a", "")).contains(lost);
            assertThat(bob.held(room, "org.example.b", "")).contains(shown);
        }
    }

    @EachEngine
    void sync_invitation_comesWithStrippedState(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            bob.sync();
            String room = alice.createRoom(json("{'name': 'Kitchen'}"));
            alice.invite(room, bob.client());

            JsonObject invited = room(bob.sync(), "invite", room).orElseThrow();

            List<String> types =
                    events(invited, "invite_state").stream()
                            .map(event -> event.string("type").orElseThrow())
                            .toList();
            assertThat(types).contains("m.room.create", "m.room.name", "m.room.member");
            assertThat(room(bob.sync(), "invite", room)).isEmpty();
            assertThat(room(new SyncClient(bob.client()).sync(), "invite", room)).isPresent();
        }
    }

    @EachEngine
    void sync_joinedWhileAway_tellsTheWholeRoom(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            bob.sync();
            String room = alice.createRoom();
            alice.setState(room, "org.example.a", "", json("{'n': 1}"));
            for (int i = 0; i < 15; i++) {
                alice.say(room, "message " + i);
            }
            alice.invite(room, bob.client());
            bob.client().join(room);

            JsonObject part = joined(bob.sync(), room);

            assertThat(part.object("timeline").flatMap(t -> t.bool("limited"))).contains(true);
            assertThat(bob.heldIn(room)).isEqualTo(stateOf(alice, room));
        }
    }

    @EachEngine
    void sync_left_tellsUpToTheLeaving(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();
            alice.say(room, "before");
            bob.client().post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.say(room, "after");

            JsonObject answer = bob.sync();

            JsonObject left = room(answer, "leave", room).orElseThrow();
            assertThat(bodies(events(left, "timeline"))).containsExactly("before");
            assertThat(events(left, "timeline").getLast().object("content"))
                    .contains(JsonObject.of("membership", "leave"));
            assertThat(room(answer, "join", room)).isEmpty();
            assertThat(rooms(bob.sync(), "leave").isEmpty()).isTrue();
        }
    }

    @EachEngine
    void sync_rejectedInvitation_isTold(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoom();
            alice.invite(room, bob.client());
            bob.sync();
            alice.say(room, "secret");
            bob.client().post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();

            JsonObject left = room(bob.sync(), "leave", room).orElseThrow();

            assertThat(events(left, "timeline")).hasSize(1);
            assertThat(events(left, "timeline").getFirst().string("state_key"))
                    .contains(bob.client().id());
            assertThat(events(left, "state")).isEmpty();
        }
    }

    @EachEngine
    void sync_kickedAndBanned_endsWithTheBan(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();
            JsonObject target = JsonObject.of("user_id", bob.client().id());
            alice.post("/rooms/{}/kick", target, room).ok();
            alice.setState(room, "org.example.secret", "", json("{'n': 1}"));
            alice.post("/rooms/{}/ban", target, room).ok();

            JsonObject left = room(bob.sync(), "leave", room).orElseThrow();

            List<Optional<String>> memberships =
                    events(left, "timeline").stream()
                            .map(
                                    event ->
                                            event.object("content")
                                                    .orElseThrow()
                                                    .string("membership"))
                            .toList();
            assertThat(memberships).containsExactly(Optional.of("leave"), Optional.of("ban"));
            assertThat(events(left, "state")).isEmpty();
        }
    }

    @EachEngine
    void sync_leftAndJoinedAgain_tellsTheWholeRoomOnce(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            SyncClient bob = new SyncClient(server.register("bob"));
            String room = alice.createRoomWith(bob.client());
            bob.sync();
            bob.client().post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.setState(room, "org.example.a", "", json("{'n': 1}"));
            alice.invite(room, bob.client());
            bob.client().join(room);

            JsonObject answer = bob.sync();

            assertThat(room(answer, "leave", room)).isEmpty();
            assertThat(joined(answer, room).object("timeline").flatMap(t -> t.bool("limited")))
                    .contains(true);
            assertThat(bob.heldIn(room)).isEqualTo(stateOf(alice, room));
        }
    }

    @EachEngine
    void sync_includeLeave_tellsLeftRoomsAtFirst(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            alice.say(room, "after");

            JsonObject without = new SyncClient(bob).sync();
            JsonObject with = new SyncClient(bob, "{\"room\":{\"include_leave\":true}}").sync();

            assertThat(room(without, "leave", room)).isEmpty();
            JsonObject left = room(with, "leave", room).orElseThrow();
            assertThat(bodies(events(left, "timeline"))).isEmpty();
            assertThat(events(left, "timeline")).isNotEmpty();
        }
    }

    @EachEngine
    void sync_fullState_tellsTheStateOfQuietRooms(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            SyncClient client = new SyncClient(alice);
            client.sync();

            JsonObject answer =
                    alice.get("/sync?full_state=true&timeout=30000&since={}", client.since()).ok();

            JsonObject part = joined(answer, room);
            assertThat(events(part, "timeline")).isEmpty();
            assertThat(events(part, "state")).hasSameSizeAs(stateOf(alice, room).keySet());
        }
    }

    @EachEngine
    void sync_useStateAfter_tellsTheStateAtTheEnd(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            SyncClient client = new SyncClient(alice);
            client.sync();
            String topic = alice.setState(room, "m.room.topic", "", json("{'topic': 'x'}"));

            for (String name : List.of("", "org.matrix.msc4222.")) {
                JsonObject answer =
                        alice.get("/sync?" + name + "use_state_after=true&since={}", client.since())
                                .ok();

                JsonObject part = joined(answer, room);
                assertThat(part.has("state")).isFalse();
                assertThat(events(part, name + "state_after"))
                        .extracting(SyncClient::id)
                        .containsExactly(topic);
            }
        }
    }

    @EachEngine
    void sync_unsigned_tellsWhatTheReaderMayKnow(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            alice.setState(room, "m.room.topic", "", json("{'topic': 'old'}"));
            String replaced = alice.setState(room, "m.room.topic", "", json("{'topic': 'new'}"));
            String said = alice.say(room, "oops");
            alice.put("/rooms/{}/redact/{}/r1", json("{'reason': 'typo'}"), room, said).ok();

            List<JsonObject> mine = TestClient.timeline(alice.sync(), room);
            List<JsonObject> others = TestClient.timeline(bob.sync(), room);

            assertThat(unsigned(mine, said).string("transaction_id")).isPresent();
            assertThat(unsigned(others, said).string("transaction_id")).isEmpty();
            assertThat(unsigned(others, said).object("redacted_because")).isPresent();
            assertThat(unsigned(others, said).string("membership")).contains("join");
            assertThat(unsigned(others, said).integer("age")).isPresent();
            assertThat(unsigned(others, replaced).object("prev_content"))
                    .contains(JsonObject.of("topic", "old"));
            assertThat(unsigned(others, replaced).string("replaces_state")).isPresent();
        }
    }

    @EachEngine
    void sync_filters_narrowEachSection(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String other = alice.createRoom();
            alice.say(room, "of alice");
            bob.say(room, "of bob");
            String filter =
                    """
                    {"room": {"not_rooms": ["%s"],
                              "timeline": {"types": ["m.room.mess*"], "not_senders": ["%s"]},
                              "state": {"types": ["m.room.create"]}},
                     "event_fields": ["type", "content.body", "content.room_version", "event_id",
                                      "sender", "origin_server_ts", "state_key"],
                     "account_data": {"not_types": ["*"]}}
                    """
                            .formatted(other, bob.id());

            JsonObject answer = new SyncClient(alice, filter).sync();

            assertThat(rooms(answer, "join").names()).containsExactly(room);
            JsonObject part = joined(answer, room);
            assertThat(bodies(events(part, "timeline"))).containsExactly("of alice");
            assertThat(events(part, "timeline").getFirst().names())
                    .containsExactlyInAnyOrder(
                            "type", "content", "event_id", "sender", "origin_server_ts");
            assertThat(events(part, "timeline").getFirst().object("content").orElseThrow().names())
                    .containsExactly("body");
            assertThat(events(part, "state"))
                    .extracting(event -> event.string("type"))
                    .containsExactly(Optional.of("m.room.create"));
            assertThat(answer.object("account_data").flatMap(data -> data.array("events")))
                    .contains(JsonArray.EMPTY);
        }
    }

    @EachEngine
    void sync_storedFilter_isUsed(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            alice.say(room, "one");
            alice.say(room, "two");
            String id =
                    alice.post(
                                    "/user/{}/filter",
                                    json("{'room': {'timeline': {'limit': 1}}}"),
                                    alice.id())
                            .string("filter_id");

            JsonObject answer = alice.get("/sync?filter={}", id).ok();

            assertThat(bodies(TestClient.timeline(answer, room))).containsExactly("two");
            assertThat(alice.get("/sync?filter=nosuch").error()).isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.get("/sync?filter={}", "{").error()).isEqualTo("400 M_NOT_JSON");
        }
    }

    @EachEngine
    void sync_federationFormat_tellsTheEventAsServersKnowIt(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom(json("{'room_version': '1'}"));
            alice.say(room, "one");
            String filter =
                    "{\"event_format\":\"federation\",\"event_fields\":[\"hashes\",\"content\","
                            + "\"event_id\",\"type\",\"sender\",\"origin_server_ts\"],"
                            + "\"room\":{\"timeline\":{\"limit\":1}}}";

            JsonObject answer = new SyncClient(alice, filter).sync();

            JsonObject event = TestClient.timeline(answer, room).getFirst();
            assertThat(event.object("hashes").flatMap(hashes -> hashes.string("sha256")))
                    .isPresent();
        }
    }

    @EachEngine
    void sync_afterManyChangesElsewhere_tellsWhatIsNew(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            TestClient other = server.register("other");
            String quiet = alice.createRoom();
            String room = alice.createRoom();
            SyncClient client = new SyncClient(alice);
            client.sync();
            String noise = other.createRoom();
            for (int i = 0; i < 1_100; i++) {
                other.say(noise, "noise " + i);
            }
            JsonObject nothing = alice.syncSince(client.since());
            alice.say(room, "hello");

            JsonObject answer = client.sync();

            assertThat(rooms(nothing, "join").isEmpty()).isTrue();
            assertThat(rooms(answer, "join").names()).containsExactly(room).doesNotContain(quiet);
        }
    }

    @EachEngine
    void sync_malformedToken_isRefused(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");

            assertThat(alice.get("/sync?since=s72594_4483_1934").error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void sync_afterARestart_continues(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String token = nextBatch(alice.sync());
            alice.say(room, "one");

            server.restart();

            JsonObject answer = alice.syncSince(token);
            assertThat(bodies(TestClient.timeline(answer, room))).containsExactly("one");
            assertThat(rooms(alice.syncSince(nextBatch(answer)), "join").isEmpty()).isTrue();
        }
    }

    @EachEngine
    void sync_afterABackupWasRestored_tellsEverything(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String token = nextBatch(alice.sync());

            server.restartAsRestored();

            JsonObject answer = alice.get("/sync?timeout=30000&since={}", token).ok();
            JsonObject told = joined(answer, room);
            assertThat(told.object("timeline").orElseThrow().bool("limited")).contains(true);
            assertThat(events(told, "timeline").size() + events(told, "state").size())
                    .isGreaterThanOrEqualTo(stateOf(alice, room).size());
        }
    }

    @EachEngine
    void sync_useStateAfterByItsOldName_answersUnderThatName(TestDatabase test) {
        try (SyncServer server = SyncServer.start(test)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String since = nextBatch(alice.sync());
            alice.setState(room, "m.room.topic", "", json("{'topic':'new'}"));

            JsonObject told =
                    joined(
                            alice.get(
                                            "/sync?org.matrix.msc4222.use_state_after=true&since={}",
                                            since)
                                    .ok(),
                            room);

            assertThat(told.has("state")).isFalse();
            assertThat(events(told, "org.matrix.msc4222.state_after")).hasSize(1);
            assertThat(events(told, "timeline")).hasSize(1);
        }
    }

    private static String nextBatch(JsonObject answer) {
        return answer.string("next_batch").orElseThrow();
    }

    private static JsonObject unsigned(List<JsonObject> events, String id) {
        return events.stream()
                .filter(event -> SyncClient.id(event).equals(id))
                .findFirst()
                .flatMap(event -> event.object("unsigned"))
                .orElseThrow();
    }

    static Map<String, String> stateOf(TestClient client, String room) {
        Map<String, String> state = new HashMap<>();
        for (JsonObject event : client.get("/rooms/{}/state", room).array().objects()) {
            state.put(
                    event.string("type").orElseThrow()
                            + "|"
                            + event.string("state_key").orElseThrow(),
                    SyncClient.id(event));
        }
        assertThat(state.keySet()).isNotEqualTo(Set.of());
        return state;
    }
}
