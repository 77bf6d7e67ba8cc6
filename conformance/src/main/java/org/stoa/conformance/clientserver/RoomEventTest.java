package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3roomsroomideventeventid.
@Section("client-server-api#get_matrixclientv3roomsroomideventeventid")
final class RoomEventTest {
    @Test
    void event_hasAllThatAClientEventHas(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String id = alice.say(room, "hello");

        Json event = bob.event(room, id);

        assertThat(event.string("event_id")).isEqualTo(id);
        assertThat(event.string("room_id")).isEqualTo(room);
        assertThat(event.string("sender")).isEqualTo(alice.id());
        assertThat(event.string("type")).isEqualTo("m.room.message");
        assertThat(event.integer("origin_server_ts")).isPositive();
        assertThat(event.get("content")).isEqualTo(Json.of("msgtype", "m.text", "body", "hello"));
        assertThat(event.has("state_key")).isFalse();
    }

    @Test
    void event_hasNothingThatOnlyServersGet(User alice) {
        String room = alice.createRoom();

        Json event = alice.event(room, alice.say(room, "hello"));

        assertThat(event.keys())
                .doesNotContain("auth_events", "prev_events", "depth", "hashes", "signatures");
    }

    @Test
    void event_hasItsAge(User alice) {
        String room = alice.createRoom();

        Json event = alice.event(room, alice.say(room, "hello"));

        assertThat(event.integer("unsigned", "age")).isNotNegative();
    }

    @Test
    void unknownEvent_isNotFound(User alice) {
        alice.get("/rooms/{}/event/{}", alice.createRoom(), "$" + "a".repeat(43))
                .expectError(404, "M_NOT_FOUND");
    }

    @Test
    void eventOfAnotherRoom_isNotFound(User alice) {
        String event = alice.say(alice.createRoom(), "hello");

        alice.get("/rooms/{}/event/{}", alice.createRoom(), event).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void eventOfARoomThatTheUserWasNeverIn_isNotRead(User alice, User mallory) {
        String room = alice.createRoom();
        String event = alice.say(room, "secret");

        assertThat(mallory.get("/rooms/{}/event/{}", room, event).status()).isIn(403, 404);
    }

    @Test
    void eventBeforeLeaving_isReadAfterIt(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "before");

        bob.leave(room);

        assertThat(bob.event(room, event).string("content", "body")).isEqualTo("before");
    }

    @Test
    void eventAfterLeaving_isNotFound(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        bob.leave(room);
        String event = alice.say(room, "after");

        bob.get("/rooms/{}/event/{}", room, event).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void event_ofAnotherType_hasItsTypeAndContent(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        Json content = Json.parse("{'list':[1,'two',null,{'three':false}],'empty':{}}");

        String id = alice.sendEvent(room, "com.example.any thing/odd", content);

        assertThat(bob.event(room, id).string("type")).isEqualTo("com.example.any thing/odd");
        assertThat(bob.event(room, id).get("content")).isEqualTo(content);
    }
}
