package org.stoa.conformance.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// What users of two servers see of one room.
public final class Agreement {
    /// More than any test needs; against a server whose pages never end.
    private static final int PAGES = 1000;

    private Agreement() {}

    /// Waits until both see the same state, event by event.
    public static void onState(String room, User one, User other) {
        onState(room, one, other, Deadline.PATIENCE);
    }

    /// Waits until both see the same state, event by event.
    public static void onState(String room, User one, User other, Duration patience) {
        Deadline.eventually(
                patience, () -> assertThat(state(room, one)).isEqualTo(state(room, other)));
    }

    /// Waits until both see the same events, each of them once, when they scroll to the beginning.
    public static void onEvents(String room, User one, User other, Duration patience) {
        Deadline.eventually(
                patience,
                () -> {
                    List<String> ones = ids(history(room, one));
                    assertThat(ones).doesNotHaveDuplicates();
                    assertThat(ids(history(room, other)))
                            .doesNotHaveDuplicates()
                            .containsExactlyInAnyOrderElementsOf(ones);
                });
    }

    /// Waits until a user sees that another one has this membership.
    public static void onMembership(String room, User witness, User member, String membership) {
        Deadline.eventually(
                () ->
                        assertThat(
                                        witness.state(room, "m.room.member", member.id())
                                                .string("membership"))
                                .isEqualTo(membership));
    }

    /// The ids of the state, by type and state key.
    public static Map<String, String> state(String room, User user) {
        Map<String, String> ids = new TreeMap<>();
        for (Json event : user.get("/rooms/{}/state", room).ok().items()) {
            ids.put(
                    event.string("type") + "|" + event.string("state_key"),
                    event.string("event_id"));
        }
        return ids;
    }

    /// All events that a user sees, the newest first.
    public static List<Json> history(String room, User user) {
        List<Json> events = new ArrayList<>();
        Optional<String> from = Optional.empty();
        for (int page = 0; page < PAGES; page++) {
            Json answer = page(room, user, from);
            events.addAll(answer.list("chunk"));
            from = answer.find("end").map(end -> end.string());
            if (from.isEmpty()) {
                return events;
            }
        }
        throw new AssertionError("the history of " + room + " has no end for " + user);
    }

    private static Json page(String room, User user, Optional<String> from) {
        String path = "/rooms/{}/messages?dir=b&limit=100";
        return from.map(token -> user.get(path + "&from={}", room, token))
                .orElseGet(() -> user.get(path, room))
                .ok();
    }

    /// The ids of events, in their order.
    public static List<String> ids(List<Json> events) {
        return events.stream().map(event -> event.string("event_id")).toList();
    }

    /// The texts of messages, in the order of their events.
    public static List<String> texts(List<Json> events) {
        return events.stream()
                .flatMap(event -> event.find("content", "body").stream())
                .map(body -> body.string())
                .toList();
    }
}
