package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#room-previews.
@Section("client-server-api#room-previews")
final class PeekingTest {
    private static String openRoom(User creator) {
        String room = creator.createRoom();
        creator.setState(
                room,
                "m.room.history_visibility",
                "",
                Json.of("history_visibility", "world_readable"));
        return room;
    }

    @Test
    void initialSync_showsTheRoom_withoutJoining(User alice, User bob) {
        String room = openRoom(alice);
        String event = alice.say(room, "hello");

        Json answer = bob.get("/rooms/{}/initialSync", room).ok();

        assertThat(answer.string("room_id")).isEqualTo(room);
        assertThat(Sync.types(answer.list("state"))).contains("m.room.create", "m.room.member");
        assertThat(Sync.ids(answer.list("messages", "chunk"))).contains(event);
        alice.get("/rooms/{}/joined_members", room)
                .ok()
                .find("joined", bob.id())
                .ifPresent(
                        joined -> {
                            throw new AssertionError("reading made a member: " + joined);
                        });
    }

    @Test
    void initialSync_ofAClosedRoom_isForbidden(User alice, User bob) {
        bob.get("/rooms/{}/initialSync", alice.createRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void initialSync_ofAJoinedRoom_saysJoin(User alice) {
        assertThat(alice.get("/rooms/{}/initialSync", alice.createRoom()).ok().string("membership"))
                .isEqualTo("join");
    }

    @Test
    void events_goOnFromTheInitialSync(User alice, User bob) {
        String room = openRoom(alice);
        String from = bob.get("/rooms/{}/initialSync", room).ok().string("messages", "end");
        String event = alice.say(room, "hello");

        Deadline.eventually(
                () -> {
                    Json answer = bob.get("/events?timeout=0&room_id={}&from={}", room, from).ok();
                    assertThat(
                                    answer.list("chunk").stream()
                                            .filter(one -> one.has("event_id"))
                                            .map(one -> one.string("event_id")))
                            .contains(event);
                });
    }

    @Test
    void events_ofAClosedRoom_areForbidden(User alice, User bob) {
        bob.get("/events?timeout=0&room_id={}", alice.createRoom()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void stateMembersAndMessages_areReadWithoutJoining(User alice, User bob) {
        String room = openRoom(alice);
        alice.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));
        String event = alice.say(room, "hello");

        assertThat(bob.state(room, "m.room.topic", "").string("topic")).isEqualTo("Tea");
        assertThat(Sync.types(bob.get("/rooms/{}/state", room).ok().items()))
                .contains("m.room.topic");
        assertThat(Sync.ids(bob.get("/rooms/{}/messages?dir=b&limit=1", room).ok().list("chunk")))
                .containsExactly(event);
        assertThat(bob.get("/rooms/{}/context/{}", room, event).ok().string("event", "event_id"))
                .isEqualTo(event);
    }

    @Test
    void guest_mayReadToo(User alice, Homeserver homeserver) {
        User guest = homeserver.guest();
        String room = openRoom(alice);
        String event = alice.say(room, "hello");

        assertThat(guest.event(room, event).string("content", "body")).isEqualTo("hello");
    }

    @Test
    void roomThatWasClosedAgain_showsNoMore(User alice, User bob) {
        String room = openRoom(alice);
        String open = alice.say(room, "open");
        alice.setState(
                room, "m.room.history_visibility", "", Json.of("history_visibility", "joined"));
        String closed = alice.say(room, "closed");

        assertThat(bob.get("/rooms/{}/event/{}", room, open).status()).isEqualTo(200);
        assertThat(bob.get("/rooms/{}/event/{}", room, closed).status()).isIn(403, 404);
    }
}
