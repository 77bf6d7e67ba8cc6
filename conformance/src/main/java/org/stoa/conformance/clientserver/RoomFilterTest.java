package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#post_matrixclientv3useruseridfilter.
@Section("client-server-api#post_matrixclientv3useruseridfilter")
final class RoomFilterTest {
    private static Sync sync(User user, String filter) {
        return user.syncWith(Json.parse("{'room':" + filter + "}"));
    }

    @Test
    void rooms_includeThese(User alice) {
        String wanted = alice.createRoom();
        alice.createRoom();

        assertThat(sync(alice, "{'rooms':['" + wanted + "']}").json().keys("rooms", "join"))
                .containsExactly(wanted);
    }

    @Test
    void notRooms_excludeThese(User alice) {
        String kept = alice.createRoom();
        String excluded = alice.createRoom();

        assertThat(sync(alice, "{'not_rooms':['" + excluded + "']}").json().keys("rooms", "join"))
                .containsExactly(kept);
    }

    @Test
    void roomInBothLists_isExcluded(User alice) {
        String room = alice.createRoom();

        Sync sync = sync(alice, "{'rooms':['" + room + "'],'not_rooms':['" + room + "']}");

        assertThat(sync.joined(room)).isEmpty();
    }

    @Test
    void emptyRooms_includeNone(User alice) {
        alice.createRoom();

        assertThat(sync(alice, "{'rooms':[]}").json().keys("rooms", "join")).isEmpty();
    }

    @Test
    void notRoomsOfTheTimeline_emptiesOnlyThat(User alice) {
        String room = alice.createRoom();
        alice.say(room, "hello");

        Sync sync = sync(alice, "{'timeline':{'not_rooms':['" + room + "']}}");

        assertThat(sync.timeline(room)).isEmpty();
    }

    @Test
    void roomsOfAnotherFilter_areAppliedAfterThoseOfTheRoom(User alice) {
        String first = alice.createRoom();
        String second = alice.createRoom();

        // This filter is applied before the filters in `ephemeral`, `state`, `timeline` or
        // `account_data`.
        Sync sync =
                sync(alice, "{'rooms':['" + first + "'],'timeline':{'rooms':['" + second + "']}}");

        assertThat(sync.joined(second)).isEmpty();
        assertThat(sync.timeline(first)).isEmpty();
    }

    @Test
    void filteredRoom_isNotInTheNextSyncEither(User alice) {
        String room = alice.createRoom();
        Sync before = alice.sync();
        alice.say(room, "hello");

        Sync after = alice.syncSince(before, Json.parse("{'room':{'not_rooms':['" + room + "']}}"));

        assertThat(after.joined(room)).isEmpty();
    }

    @Test
    void accountDataOfRooms_isFilteredByType(User alice) {
        String room = alice.createRoom();
        alice.put("/user/{}/rooms/{}/account_data/org.example.a", Json.of("x", 1), alice.id(), room)
                .ok();
        alice.put("/user/{}/rooms/{}/account_data/org.example.b", Json.of("x", 1), alice.id(), room)
                .ok();

        Sync sync = sync(alice, "{'account_data':{'types':['org.example.b']}}");

        assertThat(Sync.types(sync.accountData(room))).containsExactly("org.example.b");
    }

    @Test
    void eventFields_areIncluded(User alice) {
        String room = alice.createRoom();
        alice.say(room, "hello");

        Sync sync =
                alice.syncWith(
                        Json.parse(
                                "{'event_fields':['type','content.body','sender'],'room':{'timeline':{'limit':1}}}"));

        Json event = sync.timeline(room).getLast();
        assertThat(event.string("content", "body")).isEqualTo("hello");
        assertThat(event.string("type")).isEqualTo("m.room.message");
        assertThat(event.string("sender")).isEqualTo(alice.id());
    }

    @Test
    void federationFormat_givesTheRawEvent(User alice) {
        String room = alice.createRoom();
        alice.say(room, "hello");

        Sync sync =
                alice.syncWith(
                        Json.parse(
                                "{'event_format':'federation','room':{'timeline':{'limit':1}}}"));

        assertThat(sync.timeline(room).getLast().keys())
                .contains("auth_events", "prev_events", "hashes", "signatures", "depth");
    }
}
