package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv3sync.
@Section("client-server-api#get_matrixclientv3sync")
final class SyncStateAfterTest {
    private static Json sync(User user, String query, String... values) {
        return user.get("/sync?use_state_after=true&timeout=0" + query, values).ok();
    }

    private static Json room(Json sync, String room) {
        return sync.get("rooms", "join", room);
    }

    private static List<String> types(Json room, String part) {
        return Sync.types(room.list(part, "events"));
    }

    @Test
    void stateAfter_takesThePlaceOfState(User alice) {
        String id = alice.createRoom();

        Json room = room(sync(alice, ""), id);

        // Servers MUST respond with `state_after` and MUST omit `state`.
        assertThat(room.has("state")).isFalse();
        assertThat(types(room, "state_after")).contains("m.room.create", "m.room.member");
    }

    @Test
    void withoutTheParameter_thereIsNoStateAfter(User alice) {
        String room = alice.createRoom();

        assertThat(alice.sync().joined(room).orElseThrow().has("state_after")).isFalse();
    }

    @Test
    void initialStateAfter_isThatAtTheEndOfTheTimeline(User alice) {
        String id = alice.createRoom(Json.of("name", "Old"));
        alice.setState(id, "m.room.name", "", Json.of("name", "New"));

        Json room = room(sync(alice, ""), id);

        Json name = Sync.ofType(room.list("state_after", "events"), "m.room.name").orElseThrow();
        assertThat(name.string("content", "name")).isEqualTo("New");
    }

    @Test
    void stateChange_isInTheTimelineAndInStateAfter(User alice) {
        String id = alice.createRoom();
        Sync before = alice.sync();
        String topic = alice.setState(id, "m.room.topic", "", Json.of("topic", "Tea"));

        Json room = room(sync(alice, "&since={}", before.nextBatch()), id);

        assertThat(Sync.ids(room.list("timeline", "events"))).containsExactly(topic);
        assertThat(Sync.ids(room.list("state_after", "events"))).containsExactly(topic);
    }

    @Test
    void message_leavesStateAfterEmpty_butThere(User alice) {
        String id = alice.createRoom();
        Sync before = alice.sync();
        alice.say(id, "hello");

        Json room = room(sync(alice, "&since={}", before.nextBatch()), id);

        // Required if `use_state_after` was set to `true` in the request, even if it is empty.
        assertThat(room.has("state_after")).isTrue();
        assertThat(room.listOrEmpty("state_after", "events")).isEmpty();
    }

    @Test
    void twoChangesOfOneState_areOneInStateAfter(User alice) {
        String id = alice.createRoom();
        Sync before = alice.sync();
        alice.setState(id, "m.room.topic", "", Json.of("topic", "Tea"));
        String last = alice.setState(id, "m.room.topic", "", Json.of("topic", "Cake"));

        Json room = room(sync(alice, "&since={}", before.nextBatch()), id);

        assertThat(Sync.ids(room.list("state_after", "events"))).containsExactly(last);
    }

    @Test
    void roomThatWasLeft_hasStateAfterToo(User alice, User bob) {
        String id = alice.createRoomWith(bob);
        Sync before = bob.sync();
        bob.leave(id);

        Json left = sync(bob, "&since={}", before.nextBatch()).get("rooms", "leave", id);

        assertThat(left.has("state")).isFalse();
        assertThat(left.has("state_after")).isTrue();
    }
}
