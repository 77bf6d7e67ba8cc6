package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#event-replacements.
@Section("client-server-api#event-replacements")
final class EditsTest {
    private static Json edit(String event, String text) {
        return Json.of(
                "msgtype",
                "m.text",
                "body",
                "* " + text,
                "m.new_content",
                Json.of("msgtype", "m.text", "body", text),
                "m.relates_to",
                Json.of("rel_type", "m.replace", "event_id", event));
    }

    private static Optional<Json> replacement(Json event) {
        return event.find("unsigned", "m.relations", "m.replace");
    }

    private static Json byId(List<Json> events, String id) {
        return events.stream()
                .filter(event -> event.string("event_id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void edit_isBundledAsAWholeEvent(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "tea");
        String edit = alice.sendEvent(room, "m.room.message", edit(event, "coffee"));

        Json bundled = replacement(bob.event(room, event)).orElseThrow();

        assertThat(bundled.string("event_id")).isEqualTo(edit);
        assertThat(bundled.string("sender")).isEqualTo(alice.id());
        assertThat(bundled.string("type")).isEqualTo("m.room.message");
        assertThat(bundled.integer("origin_server_ts")).isPositive();
        assertThat(bundled.get("content")).isEqualTo(edit(event, "coffee"));
    }

    @Test
    void contentOfTheOriginal_isLeftIntact(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        alice.sendEvent(room, "m.room.message", edit(event, "coffee"));

        assertThat(alice.event(room, event).get("content"))
                .isEqualTo(Json.of("msgtype", "m.text", "body", "tea"));
        assertThat(
                        byId(
                                        alice.get("/rooms/{}/messages?dir=b&limit=50", room)
                                                .ok()
                                                .list("chunk"),
                                        event)
                                .string("content", "body"))
                .isEqualTo("tea");
    }

    /// "The most recent event is determined by comparing origin_server_ts; if two or more … have identical origin_server_ts,
    /// the event with the lexicographically largest event_id is treated as more recent."
    @Test
    void mostRecentEdit_isTheOneThatIsBundled(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        String first = alice.sendEvent(room, "m.room.message", edit(event, "coffee"));
        String second = alice.sendEvent(room, "m.room.message", edit(event, "water"));
        Comparator<String> byTime =
                Comparator.comparingLong(id -> alice.event(room, id).integer("origin_server_ts"));

        String latest =
                Stream.of(first, second)
                        .max(byTime.thenComparing(Comparator.naturalOrder()))
                        .orElseThrow();

        assertThat(replacement(alice.event(room, event)).orElseThrow().string("event_id"))
                .isEqualTo(latest);
    }

    @Test
    void edit_isBundledInMessagesContextAndLimitedSync(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "tea");
        String edit = alice.sendEvent(room, "m.room.message", edit(event, "coffee"));

        Json inMessages =
                byId(bob.get("/rooms/{}/messages?dir=b&limit=50", room).ok().list("chunk"), event);
        Json inContext = bob.get("/rooms/{}/context/{}", room, event).ok().get("event");
        Json inSync =
                byId(
                        bob.syncWith(Json.parse("{'room':{'timeline':{'limit':2}}}"))
                                .timeline(room),
                        event);

        for (Json seen : List.of(inMessages, inContext, inSync)) {
            assertThat(replacement(seen).orElseThrow().string("event_id")).isEqualTo(edit);
        }
    }

    @Test
    void editOfAnEventAround_isBundledInContext(User alice) {
        String room = alice.createRoom();
        String before = alice.say(room, "before");
        String event = alice.say(room, "tea");
        String after = alice.say(room, "after");
        alice.sendEvent(room, "m.room.message", edit(before, "earlier"));
        alice.sendEvent(room, "m.room.message", edit(after, "later"));

        Json context = alice.get("/rooms/{}/context/{}?limit=4", room, event).ok();

        assertThat(replacement(byId(context.list("events_before"), before))).isPresent();
        assertThat(replacement(byId(context.list("events_after"), after))).isPresent();
    }

    @Test
    void editByAnotherUser_isIgnored(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "tea");
        bob.put("/rooms/{}/send/m.room.message/one", edit(event, "coffee"), room);

        assertThat(replacement(alice.event(room, event))).isEmpty();
    }

    @Test
    void editOfAnotherType_isIgnored(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        alice.put("/rooms/{}/send/com.example.tea/one", edit(event, "coffee"), room);

        assertThat(replacement(alice.event(room, event))).isEmpty();
    }

    @Test
    void editWithoutNewContent_isIgnored(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        alice.put(
                "/rooms/{}/send/m.room.message/one",
                edit(event, "coffee").without("m.new_content"),
                room);

        assertThat(replacement(alice.event(room, event))).isEmpty();
    }

    @Test
    void editOfAnEdit_isIgnored(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        String edit = alice.sendEvent(room, "m.room.message", edit(event, "coffee"));
        alice.put("/rooms/{}/send/m.room.message/one", edit(edit, "water"), room);

        assertThat(replacement(alice.event(room, edit))).isEmpty();
    }

    @Test
    void editOfState_isIgnored(User alice) {
        String room = alice.createRoom();
        String event = alice.setState(room, "m.room.topic", "", Json.of("topic", "Tea"));
        alice.put(
                "/rooms/{}/send/m.room.topic/one",
                edit(event, "coffee").with("m.new_content", Json.of("topic", "Coffee")),
                room);

        assertThat(replacement(alice.event(room, event))).isEmpty();
        assertThat(alice.state(room, "m.room.topic", "").string("topic")).isEqualTo("Tea");
    }

    @Test
    void redactedEdit_isTakenBack(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        String first = alice.sendEvent(room, "m.room.message", edit(event, "coffee"));
        String second = alice.sendEvent(room, "m.room.message", edit(event, "water"));

        alice.redact(room, second);
        assertThat(replacement(alice.event(room, event)).orElseThrow().string("event_id"))
                .isEqualTo(first);

        alice.redact(room, first);
        assertThat(replacement(alice.event(room, event))).isEmpty();
    }

    @Test
    void redactedOriginal_hasNoEdit_butTheEditStays(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        String edit = alice.sendEvent(room, "m.room.message", edit(event, "coffee"));

        alice.redact(room, event);

        assertThat(replacement(alice.event(room, event))).isEmpty();
        assertThat(alice.event(room, edit).string("content", "m.new_content", "body"))
                .isEqualTo("coffee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.emote", "m.notice"})
    void messageType_mayBeEdited(String messageType, User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "tea");
        Json content =
                edit(event, "coffee")
                        .with("m.new_content", Json.of("msgtype", messageType, "body", "coffee"));

        String edit = alice.sendEvent(room, "m.room.message", content);

        assertThat(replacement(alice.event(room, event)).orElseThrow().string("event_id"))
                .isEqualTo(edit);
    }

    @Test
    void references_areListedByTheirIds(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "question");
        Json reference =
                Json.of("m.relates_to", Json.of("rel_type", "m.reference", "event_id", event));
        String one = alice.sendEvent(room, "com.example.vote", reference);
        String two = bob.sendEvent(room, "com.example.vote", reference);

        Json bundled = bob.event(room, event).get("unsigned", "m.relations", "m.reference");

        assertThat(bundled.list("chunk"))
                .containsExactlyInAnyOrder(Json.of("event_id", one), Json.of("event_id", two));
    }

    @Test
    void redactedReference_isNotListed(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "question");
        Json reference =
                Json.of("m.relates_to", Json.of("rel_type", "m.reference", "event_id", event));
        String vote = alice.sendEvent(room, "com.example.vote", reference);

        alice.redact(room, vote);

        assertThat(alice.event(room, event).has("unsigned", "m.relations", "m.reference"))
                .isFalse();
    }
}
