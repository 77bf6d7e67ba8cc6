package org.stoa.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Proofs of the operations that write to a room and read it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoomOperationsTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void createRoom_withACanonicalAliasThatLeadsElsewhere_isRefused() {
        String other = alice.createRoom(json("{'room_alias_name':'elsewhere'}"));

        assertThat(withAlias("{'alias':'#elsewhere:localhost'}", "").error())
                .isEqualTo("400 M_BAD_ALIAS");
        assertThat(withAlias("{'alias':'#nowhere:localhost'}", "").error())
                .isEqualTo("400 M_BAD_ALIAS");
        assertThat(withAlias("{'alt_aliases':['#elsewhere:localhost']}", "").error())
                .isEqualTo("400 M_BAD_ALIAS");
        assertThat(withAlias("{'alias':'no alias'}", "").error()).isEqualTo("400 M_INVALID_PARAM");
        assertThat(withAlias("{'alias':'#here:localhost'}", "'room_alias_name':'here',").status())
                .isEqualTo(200);
        assertThat(alice.get("/directory/room/{}", "#elsewhere:localhost").string("room_id"))
                .isEqualTo(other);
    }

    private Answer withAlias(String content, String more) {
        return alice.post(
                "/createRoom",
                json(
                        "{"
                                + more
                                + "'initial_state':[{'type':'m.room.canonical_alias','content':"
                                + content
                                + "}]}"));
    }

    @Test
    @Proves({"createRoom", "getRoomState"})
    void room_madePublic_isOpenToUsersAndNotToGuests() {
        String open = alice.createRoom(json("{'preset':'public_chat'}"));
        String closed = alice.createRoom(json("{'preset':'private_chat'}"));

        List<JsonObject> state = alice.get("/rooms/{}/state", open).array().objects();
        List<JsonObject> ofClosed = alice.get("/rooms/{}/state", closed).array().objects();
        assertThat(content(state, "m.room.join_rules", ""))
                .contains(json("{'join_rule':'public'}"));
        assertThat(content(state, "m.room.guest_access", ""))
                .contains(json("{'guest_access':'forbidden'}"));
        assertThat(content(ofClosed, "m.room.guest_access", ""))
                .contains(json("{'guest_access':'can_join'}"));
        assertThat(alice.state(open, "m.room.power_levels", "").integer("invite")).hasValue(50);
        assertThat(alice.state(closed, "m.room.power_levels", "").integer("invite")).hasValue(0);
    }

    @Test
    @Proves({"createRoom", "getRoomState"})
    void room_created_isAsAskedFor() {
        String room =
                alice.createRoom(
                        json(
                                "{'name':'Garden','topic':'Roses','preset':'private_chat','room_version':'11',"
                                        + "'initial_state':[{'type':'org.example.bed','state_key':'a','content':{'n':1}}]}"));

        List<JsonObject> state = alice.get("/rooms/{}/state", room).array().objects();
        assertThat(content(state, "m.room.name", "")).contains(json("{'name':'Garden'}"));
        assertThat(content(state, "org.example.bed", "a")).contains(json("{'n':1}"));
        assertThat(content(state, "m.room.join_rules", ""))
                .contains(json("{'join_rule':'invite'}"));
        assertThat(
                        content(state, "m.room.create", "")
                                .flatMap(create -> create.string("room_version")))
                .contains("11");
        assertThat(content(state, "m.room.topic", "").flatMap(topic -> topic.string("topic")))
                .contains("Roses");
    }

    @Test
    void room_withMoreInitialStateThanOneWriteShouldHave_isNotMade() {
        List<JsonObject> states =
                IntStream.rangeClosed(0, 2_000)
                        .mapToObj(
                                i ->
                                        json(
                                                "{'type':'org.example.bed','state_key':'"
                                                        + i
                                                        + "','content':{}}"))
                        .toList();

        JsonObject body = JsonObject.of("initial_state", JsonArray.of(states));

        assertThat(alice.post("/createRoom", body).error()).isEqualTo("413 M_TOO_LARGE");
        assertThat(alice.get("/joined_rooms").ok()).isEqualTo(json("{'joined_rooms':[]}"));
    }

    @Test
    @Proves({"setRoomStateWithKey", "getRoomStateWithKey"})
    void state_set_isReadWithAndWithoutTheEvent() {
        String room = alice.createRoom();

        String id = alice.setState(room, "org.example.pot", "left", json("{'plant':'basil'}"));
        alice.put("/rooms/{}/state/{}", json("{'plant':'mint'}"), room, "org.example.pot").ok();

        assertThat(alice.state(room, "org.example.pot", "left"))
                .isEqualTo(json("{'plant':'basil'}"));
        assertThat(alice.get("/rooms/{}/state/{}", room, "org.example.pot").ok())
                .isEqualTo(json("{'plant':'mint'}"));
        JsonObject event =
                alice.get("/rooms/{}/state/{}/{}?format=event", room, "org.example.pot", "left")
                        .ok();
        assertThat(event.string("event_id")).contains(id);
        assertThat(alice.get("/rooms/{}/state/{}/{}", room, "org.example.pot", "right").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    @Proves({"sendMessage", "getOneRoomEvent"})
    void message_sent_isReadByTheOther() {
        String room = alice.createRoomWith(bob);
        JsonObject content = json("{'msgtype':'m.text','body':'hello','n':[1,null,'\u00e4']}");

        String id =
                alice.put("/rooms/{}/send/{}/{}", content, room, "m.room.message", "1")
                        .string("event_id");
        String again =
                alice.put("/rooms/{}/send/{}/{}", content, room, "m.room.message", "1")
                        .string("event_id");

        assertThat(again).isEqualTo(id);
        JsonObject event = bob.get("/rooms/{}/event/{}", room, id).ok();
        assertThat(event.object("content")).contains(content);
        assertThat(event.string("sender")).contains(alice.id());
        assertThat(event.string("room_id")).contains(room);
    }

    @Test
    @Proves("redactEvent")
    void event_redacted_isEmpty() {
        String room = alice.createRoomWith(bob);
        String id = alice.say(room, "oops");

        String redaction =
                alice.put("/rooms/{}/redact/{}/{}", json("{'reason':'typo'}"), room, id, "r1")
                        .string("event_id");

        JsonObject event = bob.get("/rooms/{}/event/{}", room, id).ok();
        assertThat(event.object("content")).contains(JsonObject.EMPTY);
        assertThat(
                        event.object("unsigned")
                                .flatMap(unsigned -> unsigned.object("redacted_because")))
                .flatMap(because -> because.string("event_id"))
                .contains(redaction);
    }

    @Test
    @Proves("getRoomEvents")
    void messages_readPageByPage_areAllThereInOrder() {
        String room = alice.createRoom();
        for (int i = 1; i <= 7; i++) {
            alice.say(room, "m" + i);
        }

        JsonObject first =
                alice.get(
                                "/rooms/{}/messages?dir=b&limit=3&filter={}",
                                room,
                                "{\"types\":[\"m.room.message\"]}")
                        .ok();
        assertThat(bodies(first)).containsExactly("m7", "m6", "m5");
        JsonObject second =
                alice.get(
                                "/rooms/{}/messages?dir=b&limit=3&from={}",
                                room,
                                first.string("end").orElseThrow())
                        .ok();
        assertThat(bodies(second)).containsExactly("m4", "m3", "m2");
        JsonObject forwards =
                alice.get(
                                "/rooms/{}/messages?dir=f&limit=3&from={}",
                                room,
                                second.string("end").orElseThrow())
                        .ok();
        assertThat(bodies(forwards)).containsExactly("m2", "m3", "m4");
    }

    @Test
    @Proves("getEventContext")
    void context_ofAMessage_hasItsNeighbours() {
        String room = alice.createRoom();
        alice.say(room, "before");
        String id = alice.say(room, "this");
        alice.say(room, "after");

        JsonObject context = alice.get("/rooms/{}/context/{}?limit=2", room, id).ok();

        assertThat(context.object("event").flatMap(event -> event.string("event_id"))).contains(id);
        assertThat(bodies(context.array("events_before").orElseThrow().objects()))
                .containsExactly("before");
        assertThat(bodies(context.array("events_after").orElseThrow().objects()))
                .containsExactly("after");
        assertThat(context.array("state").orElseThrow().isEmpty()).isFalse();
    }

    @Test
    @Proves({"roomInitialSync", "initialSync"})
    void initialSync_ofARoom_hasItsMessagesAndState() {
        TestClient carol = server.register("carol");
        String room = carol.createRoom();
        carol.say(room, "hello");

        JsonObject one = carol.get("/rooms/{}/initialSync?limit=5", room).ok();
        JsonObject all = carol.get("/initialSync?limit=5").ok();

        assertThat(one.string("membership")).contains("join");
        assertThat(bodies(one.object("messages").orElseThrow())).containsExactly("hello");
        assertThat(content(one.array("state").orElseThrow().objects(), "m.room.create", ""))
                .isPresent();
        assertThat(all.array("rooms").orElseThrow().objects())
                .extracting(room1 -> room1.string("room_id").orElseThrow())
                .containsExactly(room);
    }

    private static List<String> bodies(JsonObject page) {
        return bodies(page.array("chunk").orElseThrow().objects());
    }

    private static List<String> bodies(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.object("content").flatMap(content -> content.string("body")))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<JsonObject> content(List<JsonObject> state, String type, String key) {
        return state.stream()
                .filter(event -> event.string("type").equals(Optional.of(type)))
                .filter(event -> event.string("state_key").equals(Optional.of(key)))
                .findFirst()
                .flatMap(event -> event.object("content"));
    }

    @Test
    void event_ofARoomThatOneMayNotRead_isNotFound() {
        String room = alice.createRoom();
        String event = alice.say(room, "secret");

        assertThat(bob.get("/rooms/{}/event/{}", room, event).error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(bob.get("/rooms/{}/event/{}", "!unknown:localhost", event).error())
                .isEqualTo("404 M_NOT_FOUND");
    }
}
