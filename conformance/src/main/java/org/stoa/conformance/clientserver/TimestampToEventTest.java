package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Answer;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv1roomsroomidtimestamp_to_event.
@Section("client-server-api#get_matrixclientv1roomsroomidtimestamp_to_event")
final class TimestampToEventTest {
    private static Answer ask(User user, String room, long timestamp, String direction) {
        return user.get(
                "/_matrix/client/v1/rooms/{}/timestamp_to_event?ts={}&dir={}",
                room,
                Long.toString(timestamp),
                direction);
    }

    private static long timestamp(User user, String room, String event) {
        return user.event(room, event).integer("origin_server_ts");
    }

    @Test
    void backwards_givesTheEventAtTheTime(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "hello");
        long time = timestamp(bob, room, event);

        Json found = ask(bob, room, time, "b").ok();

        assertThat(found.string("event_id")).isEqualTo(event);
        assertThat(found.integer("origin_server_ts")).isEqualTo(time);
    }

    @Test
    void backwards_givesTheClosestBefore(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "hello");
        long time = timestamp(alice, room, event);

        assertThat(ask(alice, room, time + 3_600_000, "b").ok().string("event_id"))
                .isEqualTo(event);
    }

    @Test
    void forwards_fromTheBeginning_givesTheFirstEvent(User alice) {
        String room = alice.createRoom();
        alice.say(room, "hello");

        String found = ask(alice, room, 0, "f").ok().string("event_id");

        assertThat(alice.event(room, found).string("type")).isEqualTo("m.room.create");
    }

    @Test
    void forwards_afterTheLastEvent_isNotFound(User alice) {
        String room = alice.createRoom();
        long time = timestamp(alice, room, alice.say(room, "hello"));

        ask(alice, room, time + 3_600_000, "f").expectError(404, "M_NOT_FOUND");
    }

    @Test
    void backwards_beforeTheFirstEvent_isNotFound(User alice) {
        ask(alice, alice.createRoom(), 1, "b").expectError(404, "M_NOT_FOUND");
    }

    @Test
    void stranger_isNotAnswered(User alice, User mallory) {
        String room = alice.createRoom();

        assertThat(ask(mallory, room, 0, "f").status()).isIn(403, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ts=abc&dir=f", "dir=f", "ts=1&dir=x"})
    void queryThatIsWrong_isABadRequest(String query, User alice) {
        assertThat(
                        alice.get(
                                        "/_matrix/client/v1/rooms/{}/timestamp_to_event?" + query,
                                        alice.createRoom())
                                .status())
                .isEqualTo(400);
    }

    @Test
    void event_isWhereContextGoesOn(User alice) {
        String room = alice.createRoom();
        long time = timestamp(alice, room, alice.say(room, "hello"));
        String found = ask(alice, room, time, "b").ok().string("event_id");

        assertThat(alice.get("/rooms/{}/context/{}", room, found).ok().has("start")).isTrue();
    }
}
