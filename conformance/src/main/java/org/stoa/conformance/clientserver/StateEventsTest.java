package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#put_matrixclientv3roomsroomidstateeventtypestatekey.
@Section("client-server-api#put_matrixclientv3roomsroomidstateeventtypestatekey")
final class StateEventsTest {
    private static final Json TOPIC = Json.of("topic", "Tea");

    @Test
    void state_thatWasSet_isReadByAnotherMember(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        String event = alice.setState(room, "com.example.seat", "left", Json.of("taken", true));

        assertThat(bob.state(room, "com.example.seat", "left")).isEqualTo(Json.of("taken", true));
        Json whole = bob.event(room, event);
        assertThat(whole.string("state_key")).isEqualTo("left");
        assertThat(whole.string("sender")).isEqualTo(alice.id());
    }

    @Test
    void state_ofTheSameTypeAndKey_isOverwritten(User alice) {
        String room = alice.createRoom();
        alice.setState(room, "com.example.seat", "left", Json.of("taken", true));
        alice.setState(room, "com.example.seat", "right", Json.of("taken", true));

        alice.setState(room, "com.example.seat", "left", Json.of("taken", false));

        assertThat(alice.state(room, "com.example.seat", "left"))
                .isEqualTo(Json.of("taken", false));
        assertThat(alice.state(room, "com.example.seat", "right"))
                .isEqualTo(Json.of("taken", true));
    }

    @Test
    void emptyStateKey_mayBeLeftOut_withOrWithoutSlash(User alice) {
        String room = alice.createRoom();

        alice.put("/rooms/{}/state/m.room.topic", TOPIC, room).ok();

        assertThat(alice.get("/rooms/{}/state/m.room.topic", room).ok().string("topic"))
                .isEqualTo("Tea");
        assertThat(alice.get("/rooms/{}/state/m.room.topic/", room).ok().string("topic"))
                .isEqualTo("Tea");
    }

    @Test
    void formatEvent_givesTheWholeEvent(User alice) {
        String room = alice.createRoom();
        String event = alice.setState(room, "m.room.topic", "", TOPIC);

        Json answer = alice.get("/rooms/{}/state/m.room.topic/?format=event", room).ok();

        assertThat(answer.string("event_id")).isEqualTo(event);
        assertThat(answer.string("type")).isEqualTo("m.room.topic");
        assertThat(answer.string("state_key")).isEmpty();
        assertThat(answer.string("sender")).isEqualTo(alice.id());
        assertThat(answer.integer("origin_server_ts")).isPositive();
        assertThat(answer.string("content", "topic")).isEqualTo("Tea");
    }

    @Test
    void formatContent_isTheDefault(User alice) {
        String room = alice.createRoom();
        alice.setState(room, "com.example.tea", "", Json.of("sort", "green"));

        assertThat(alice.get("/rooms/{}/state/com.example.tea/?format=content", room).ok())
                .isEqualTo(Json.of("sort", "green"));
    }

    @Test
    void state_thatWasNeverSet_isNotFound(User alice) {
        String room = alice.createRoom();

        alice.get("/rooms/{}/state/com.example.none/", room).expectError(404, "M_NOT_FOUND");
        alice.get("/rooms/{}/state/m.room.topic/other", room).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void allState_isAListOfEvents_oneForEachTypeAndKey(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        alice.setState(room, "m.room.topic", "", TOPIC);
        String last = alice.setState(room, "m.room.topic", "", Json.of("topic", "Coffee"));

        List<Json> state = bob.get("/rooms/{}/state", room).ok().items();

        assertThat(Sync.types(state))
                .contains("m.room.create", "m.room.power_levels", "m.room.join_rules");
        assertThat(state.stream().filter(event -> event.string("type").equals("m.room.topic")))
                .singleElement()
                .satisfies(event -> assertThat(event.string("event_id")).isEqualTo(last));
        assertThat(state.stream().filter(event -> event.string("type").equals("m.room.member")))
                .extracting(event -> event.string("state_key"))
                .containsExactlyInAnyOrder(alice.id(), bob.id());
    }

    @Test
    void whoLeft_readsTheStateOfThatTime(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String then = alice.setState(room, "m.room.topic", "", TOPIC);
        bob.leave(room);
        alice.setState(room, "m.room.topic", "", Json.of("topic", "Secret"));

        assertThat(bob.state(room, "m.room.topic", "").string("topic")).isEqualTo("Tea");
        List<Json> state = bob.get("/rooms/{}/state", room).ok().items();
        assertThat(Sync.ofType(state, "m.room.topic").orElseThrow().string("event_id"))
                .isEqualTo(then);
    }

    @Test
    void stranger_readsNoState(User alice, User mallory) {
        String room = alice.createRoom();

        mallory.get("/rooms/{}/state", room).expectError(403, "M_FORBIDDEN");
        mallory.get("/rooms/{}/state/m.room.create/", room).expectError(403, "M_FORBIDDEN");
        mallory.get("/rooms/{}/members", room).expectError(403, "M_FORBIDDEN");
        mallory.get("/rooms/{}/joined_members", room).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void state_withTooLittlePower_isForbidden(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        bob.put("/rooms/{}/state/m.room.topic/", TOPIC, room).expectError(403, "M_FORBIDDEN");

        alice.get("/rooms/{}/state/m.room.topic/", room).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void state_ofARoomThatTheUserIsNotIn_isForbidden(User alice, User mallory) {
        String room = alice.createPublicRoom();

        mallory.put("/rooms/{}/state/com.example.tea/", Json.EMPTY, room)
                .expectError(403, "M_FORBIDDEN");
    }

    @Test
    void stateKey_thatIsAnotherUsersId_isForbidden(User alice, User bob) {
        String room = alice.createRoomWith(bob);

        alice.put("/rooms/{}/state/com.example.tea/{}", Json.EMPTY, room, bob.id())
                .expectError(403, "M_FORBIDDEN");
        alice.put("/rooms/{}/state/com.example.tea/{}", Json.EMPTY, room, alice.id()).ok();
    }

    @Test
    void stateKey_mayHaveSlashesAndSpaces(User alice) {
        String room = alice.createRoom();

        alice.setState(room, "com.example.tea", "a/b c%d", Json.of("sort", "black"));

        assertThat(alice.state(room, "com.example.tea", "a/b c%d"))
                .isEqualTo(Json.of("sort", "black"));
    }

    @Test
    void create_isNotSentTwice(User alice) {
        String room = alice.createRoom();

        int status =
                alice.put("/rooms/{}/state/m.room.create/", Json.of("room_version", "1"), room)
                        .status();

        assertThat(status).isBetween(400, 403);
        assertThat(alice.state(room, "m.room.create", "").find("room_version"))
                .isNotEqualTo(Optional.of(Json.value("1")));
    }

    @Test
    void aliasOfAnotherRoom_asCanonicalAlias_isABadAlias(User alice, Homeserver homeserver) {
        String alias = "#" + homeserver.unique("alias") + ":" + alice.serverName();
        alice.put("/directory/room/{}", Json.of("room_id", alice.createRoom()), alias).ok();
        String room = alice.createRoom();

        alice.put("/rooms/{}/state/m.room.canonical_alias/", Json.of("alias", alias), room)
                .expectError(400, "M_BAD_ALIAS");
    }

    @Test
    void aliasThatIsNone_asCanonicalAlias_isInvalid(User alice) {
        String room = alice.createRoom();

        alice.put("/rooms/{}/state/m.room.canonical_alias/", Json.of("alias", "no alias"), room)
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void canonicalAlias_thatPointsToTheRoom_isSet(User alice, Homeserver homeserver) {
        String alias = "#" + homeserver.unique("alias") + ":" + alice.serverName();
        String room = alice.createRoom();
        alice.put("/directory/room/{}", Json.of("room_id", room), alias).ok();

        alice.setState(room, "m.room.canonical_alias", "", Json.of("alias", alias));

        assertThat(alice.state(room, "m.room.canonical_alias", "").string("alias"))
                .isEqualTo(alias);
    }

    @Test
    void previousContent_isInUnsigned(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String first = alice.setState(room, "com.example.tea", "", Json.of("sort", "green"));

        String second = alice.setState(room, "com.example.tea", "", Json.of("sort", "black"));

        Json event =
                Sync.ofType(
                                bob.syncUntilEvent(room, second).timeline(room).stream()
                                        .filter(one -> one.string("event_id").equals(second))
                                        .toList(),
                                "com.example.tea")
                        .orElseThrow();
        assertThat(event.get("unsigned", "prev_content")).isEqualTo(Json.of("sort", "green"));
        assertThat(first).isNotEqualTo(second);
    }
}
