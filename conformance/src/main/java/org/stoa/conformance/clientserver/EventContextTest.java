package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#event-context.
@Section("client-server-api#event-context")
final class EventContextTest {
    private static List<String> sayMany(User user, String room, int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(user.say(room, "message " + i));
        }
        return events;
    }

    private static Json context(User user, String room, String event, int limit) {
        return user.get("/rooms/{}/context/{}?limit=" + limit, room, event).ok();
    }

    @Test
    void context_hasWhatIsJustBeforeAndAfter(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        List<String> events = sayMany(alice, room, 7);

        Json context = context(bob, room, events.get(3), 4);

        assertThat(context.string("event", "event_id")).isEqualTo(events.get(3));
        assertThat(Sync.ids(context.list("events_before")))
                .containsExactly(events.get(2), events.get(1));
        assertThat(Sync.ids(context.list("events_after")))
                .containsExactly(events.get(4), events.get(5));
    }

    @Test
    void limitOfZero_leavesTheEventItself(User alice) {
        String room = alice.createRoom();
        List<String> events = sayMany(alice, room, 3);

        Json context = context(alice, room, events.get(1), 0);

        assertThat(context.string("event", "event_id")).isEqualTo(events.get(1));
        assertThat(context.listOrEmpty("events_before")).isEmpty();
        assertThat(context.listOrEmpty("events_after")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void limit_isForTheSumOfBoth(int limit, User alice) {
        String room = alice.createRoom();
        List<String> events = sayMany(alice, room, 9);

        Json context = context(alice, room, events.get(4), limit);

        assertThat(context.list("events_before").size() + context.list("events_after").size())
                .isLessThanOrEqualTo(limit);
    }

    @Test
    void limit_isTenByDefault(User alice) {
        String room = alice.createRoom();
        List<String> events = sayMany(alice, room, 15);

        Json context = alice.get("/rooms/{}/context/{}", room, events.get(7)).ok();

        assertThat(context.list("events_before").size() + context.list("events_after").size())
                .isEqualTo(10);
    }

    @Test
    void start_goesOnBackwards_andEnd_goesOnForwards(User alice) {
        String room = alice.createRoom();
        List<String> events = sayMany(alice, room, 9);
        Json context = context(alice, room, events.get(4), 2);

        Json earlier =
                alice.get("/rooms/{}/messages?dir=b&limit=2&from={}", room, context.string("start"))
                        .ok();
        Json later =
                alice.get("/rooms/{}/messages?dir=f&limit=2&from={}", room, context.string("end"))
                        .ok();

        assertThat(Sync.ids(earlier.list("chunk"))).containsExactly(events.get(2), events.get(1));
        assertThat(Sync.ids(later.list("chunk"))).containsExactly(events.get(6), events.get(7));
    }

    @Test
    void state_isThatAtTheLastEvent(User alice) {
        String room = alice.createRoom();
        alice.setState(room, "m.room.topic", "", Json.of("topic", "then"));
        String event = alice.say(room, "hello");
        alice.setState(room, "m.room.topic", "", Json.of("topic", "now"));

        Json context = context(alice, room, event, 0);

        assertThat(
                        Sync.ofType(context.list("state"), "m.room.topic")
                                .orElseThrow()
                                .string("content", "topic"))
                .isEqualTo("then");
        assertThat(Sync.types(context.list("state"))).contains("m.room.create", "m.room.member");
    }

    @Test
    void filter_isForTheEventsAround_notForTheEvent(User alice) {
        String room = alice.createRoom();
        String before = alice.sendEvent(room, "com.example.tea", Json.EMPTY);
        alice.say(room, "left out");
        String event = alice.say(room, "hello");

        Json context =
                alice.get(
                                "/rooms/{}/context/{}?limit=20&filter={}",
                                room,
                                event,
                                "{\"types\":[\"com.example.tea\"]}")
                        .ok();

        assertThat(context.string("event", "event_id")).isEqualTo(event);
        assertThat(Sync.ids(context.list("events_before"))).containsExactly(before);
    }

    @Test
    void lazyLoading_leavesTheMembersOfTheSenders(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        String event = bob.say(room, "hello");

        Json context =
                alice.get(
                                "/rooms/{}/context/{}?limit=0&filter={}",
                                room,
                                event,
                                "{\"lazy_load_members\":true}")
                        .ok();

        assertThat(context.list("state"))
                .filteredOn(one -> one.string("type").equals("m.room.member"))
                .extracting(one -> one.string("state_key"))
                .contains(bob.id())
                .doesNotContain(carol.id());
    }

    @Test
    void contextOfAnUnknownEvent_isNotFound(User alice) {
        alice.get("/rooms/{}/context/{}", alice.createRoom(), "$" + "a".repeat(43))
                .expectError(404, "M_NOT_FOUND");
    }

    @Test
    void context_forAStranger_isRefused(User alice, User mallory) {
        String room = alice.createRoom();
        String event = alice.say(room, "secret");

        assertThat(mallory.get("/rooms/{}/context/{}", room, event).status()).isIn(403, 404);
    }

    @Test
    void context_endsWhereTheUserLeft(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "seen");
        bob.leave(room);
        String unseen = alice.say(room, "unseen");

        Json context = context(bob, room, event, 20);

        assertThat(Sync.ids(context.list("events_after"))).doesNotContain(unseen);
    }
}
