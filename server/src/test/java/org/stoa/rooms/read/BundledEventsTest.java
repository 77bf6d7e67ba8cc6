package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.Relating.bundled;
import static org.stoa.testing.Relating.content;
import static org.stoa.testing.Relating.edit;
import static org.stoa.testing.Relating.editContent;
import static org.stoa.testing.Relating.editOf;
import static org.stoa.testing.Relating.ignore;
import static org.stoa.testing.Relating.react;
import static org.stoa.testing.Relating.redact;
import static org.stoa.testing.Relating.say;
import static org.stoa.testing.TestClient.json;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.SqlWatch;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Spec: client-server-api#aggregations-of-child-events and the sections on edits, references and threads (v1.19).
final class BundledEventsTest {
    private static final JsonObject NOTHING = JsonObject.EMPTY;

    @EachEngine
    void edits_several_giveTheMostRecentOne(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String event = alice.say(room, "helo");
            edit(alice, room, event, "hell");
            server.time().advance(Duration.ofSeconds(1));
            String newest = edit(alice, room, event, "hello");

            JsonObject told = bundled(alice, room, event);

            assertThat(told.names()).containsExactly("m.replace");
            JsonObject edit = told.object("m.replace").orElseThrow();
            assertThat(edit.string("event_id")).contains(newest);
            assertThat(edit.string("room_id")).contains(room);
            assertThat(edit.object("content")).contains(editContent(event, "hello"));
            JsonObject original = alice.get("/rooms/{}/event/{}", room, event).ok();
            assertThat(original.object("content").flatMap(content -> content.string("body")))
                    .contains("helo");
        }
    }

    @EachEngine
    void edits_ofOneTime_giveTheOneWithTheLargestId(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String event = alice.say(room, "helo");
            List<String> edits =
                    List.of(
                            edit(alice, room, event, "a"),
                            edit(alice, room, event, "b"),
                            edit(alice, room, event, "c"),
                            edit(alice, room, event, "d"));

            assertThat(editOf(bundled(alice, room, event)))
                    .isEqualTo(edits.stream().max(String::compareTo));
        }
    }

    @EachEngine
    void edit_thatBreaksTheRules_isNotTold(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String event = alice.say(room, "hello");
            String topic = alice.setState(room, "m.room.topic", "", json("{'topic':'tea'}"));
            edit(bob, room, event, "of another sender");
            alice.send(room, "x.other", editContent(event, "of another type"));
            say(alice, room, "m.replace", event, "without new content");
            alice.send(room, "m.room.topic", editContent(topic, "of a state event"));
            String state = alice.setState(room, "x.state", "", json("{'n':1}"));
            alice.setState(room, "x.state", "", editContent(state, "that is a state event"));

            assertThat(bundled(alice, room, event)).isEqualTo(NOTHING);
            assertThat(bundled(alice, room, topic)).isEqualTo(NOTHING);
            assertThat(bundled(alice, room, state)).isEqualTo(NOTHING);
            String valid = edit(alice, room, event, "mine");
            edit(alice, room, valid, "edit of an edit");
            assertThat(editOf(bundled(bob, room, event))).contains(valid);
            assertThat(bundled(alice, room, valid)).isEqualTo(NOTHING);
        }
    }

    @EachEngine
    void edit_redacted_givesTheOneBefore(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String event = alice.say(room, "helo");
            String first = edit(alice, room, event, "hello");
            server.time().advance(Duration.ofSeconds(1));
            String second = edit(alice, room, event, "hell");

            redact(alice, room, second);

            assertThat(editOf(bundled(alice, room, event))).contains(first);
        }
    }

    @EachEngine
    void original_redacted_hasNoEditButItsReferences(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String event = alice.say(room, "helo");
            edit(alice, room, event, "hello");
            String reference = say(alice, room, "m.reference", event, "see");

            redact(alice, room, event);

            assertThat(bundled(alice, room, event))
                    .isEqualTo(
                            json("{'m.reference':{'chunk':[{'event_id':'" + reference + "'}]}}"));
        }
    }

    @EachEngine
    void references_withoutRedactedAndIgnoredOnes_areListed(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String event = alice.say(room, "poll");
            String one = say(alice, room, "m.reference", event, "one");
            String two = say(bob, room, "m.reference", event, "two");
            redact(alice, room, say(alice, room, "m.reference", event, "gone"));

            assertThat(bundled(bob, room, event)).isEqualTo(references(one, two));
            ignore(alice, bob);
            assertThat(bundled(alice, room, event)).isEqualTo(references(one));
        }
    }

    @EachEngine
    void thread_withEditedNewestEvent_isSummarised(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            TestClient carol = server.register("carol");
            String room = alice.createRoomWith(bob, carol);
            String root = alice.say(room, "root");
            say(bob, room, "m.thread", root, "one");
            String latest = say(bob, room, "m.thread", root, "two");
            String edit = edit(bob, room, latest, "2");
            react(carol, room, latest, "+");

            JsonObject thread = bundled(carol, room, root).object("m.thread").orElseThrow();

            assertThat(thread.integer("count")).hasValue(2);
            assertThat(thread.bool("current_user_participated")).contains(false);
            JsonObject event = thread.object("latest_event").orElseThrow();
            assertThat(event.string("event_id")).contains(latest);
            assertThat(editOf(bundled(event))).contains(edit);
            assertThat(participated(alice, room, root)).isTrue();
            assertThat(participated(bob, room, root)).isTrue();
        }
    }

    @EachEngine
    void thread_ofTheIgnoredAndTheRedacted_doesNotCountThem(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String root = alice.say(room, "root");
            String mine = say(alice, room, "m.thread", root, "mine");
            say(bob, room, "m.thread", root, "hidden");
            String gone = say(bob, room, "m.thread", root, "gone");
            redact(bob, room, gone);

            assertThat(thread(bob, room, root).integer("count")).hasValue(2);
            ignore(alice, bob);
            JsonObject thread = thread(alice, room, root);

            assertThat(thread.integer("count")).hasValue(1);
            assertThat(thread.object("latest_event").flatMap(event -> event.string("event_id")))
                    .contains(mine);
            redact(alice, room, mine);
            assertThat(bundled(alice, room, root)).isEqualTo(NOTHING);
        }
    }

    @EachEngine
    void relations_fromAfterLeaving_areNotTold(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String event = alice.say(room, "event");
            String seen = say(alice, room, "m.thread", event, "seen");
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            say(alice, room, "m.thread", event, "unseen");
            edit(alice, room, event, "unseen");
            say(alice, room, "m.reference", event, "unseen");

            JsonObject told = bundled(bob, room, event);

            assertThat(told.names()).containsExactly("m.thread");
            JsonObject thread = told.object("m.thread").orElseThrow();
            assertThat(thread.integer("count")).hasValue(1);
            assertThat(thread.object("latest_event").flatMap(latest -> latest.string("event_id")))
                    .contains(seen);
        }
    }

    @EachEngine
    void relation_fromAnotherRoom_hasNoEffect(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String other = alice.createRoom();
            String event = alice.say(room, "event");
            edit(alice, other, event, "elsewhere");
            say(alice, other, "m.reference", event, "elsewhere");
            say(alice, other, "m.thread", event, "elsewhere");

            assertThat(bundled(alice, room, event)).isEqualTo(NOTHING);
            assertThat(
                            alice.get("/_matrix/client/v1/rooms/{}/relations/{}", room, event)
                                    .objects("chunk"))
                    .isEmpty();
        }
    }

    @Test
    void relations_inEveryAnswerThatShouldHaveThem_areTold() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String root = alice.say(room, "root");
            String event = alice.send(room, "m.room.message", content("m.thread", root, "child"));
            String edit = edit(alice, room, event, "better");

            JsonObject messages = alice.get("/rooms/{}/messages?dir=b", room).ok();
            assertThat(editIn(messages.array("chunk").orElseThrow().objects(), event))
                    .contains(edit);
            JsonObject around = alice.get("/rooms/{}/context/{}", room, event).ok();
            assertThat(editOf(bundled(around.object("event").orElseThrow()))).contains(edit);
            JsonObject before = alice.get("/rooms/{}/context/{}", room, edit).ok();
            assertThat(editIn(before.array("events_before").orElseThrow().objects(), event))
                    .contains(edit);
            JsonObject relations =
                    alice.get("/_matrix/client/v1/rooms/{}/relations/{}", room, root).ok();
            assertThat(editIn(relations.array("chunk").orElseThrow().objects(), event))
                    .contains(edit);
            JsonObject limited =
                    alice.get(
                                    "/sync?timeout=0&filter={}",
                                    "{\"room\":{\"timeline\":{\"limit\":3}}}")
                            .ok();
            assertThat(editIn(TestClient.timeline(limited, room), event)).contains(edit);
        }
    }

    @EachEngine
    void page_withManyRelations_costsAsManyStatementsAsWithFew(TestDatabase database) {
        AtomicInteger statements = new AtomicInteger();
        SqlWatch watch =
                new SqlWatch() {
                    @Override
                    public void runs(String sql, @Nullable Object[] parameters) {
                        if (sql.contains("relation")) {
                            statements.incrementAndGet();
                        }
                    }
                };
        try (TestServer server = TestServer.start(database, config -> watched(config, watch))) {
            TestClient alice = server.register("alice");
            String few = roomWithRelations(alice, 1);
            String many = roomWithRelations(alice, 8);

            statements.set(0);
            alice.get("/rooms/{}/messages?dir=b&limit=100", few).ok();
            int ofFew = statements.getAndSet(0);
            alice.get("/rooms/{}/messages?dir=b&limit=100", many).ok();

            assertThat(statements.get()).isEqualTo(ofFew).isPositive();
        }
    }

    private static HomeserverConfig watched(HomeserverConfig config, SqlWatch watch) {
        return new HomeserverConfig(
                config.database().withWatch(watch),
                config.http(),
                config.accounts(),
                config.rooms());
    }

    private static String roomWithRelations(TestClient alice, int count) {
        String room = alice.createRoom();
        for (int i = 0; i < count; i++) {
            String event = alice.say(room, "event");
            edit(alice, room, event, "better");
            say(alice, room, "m.reference", event, "see");
            edit(alice, room, say(alice, room, "m.thread", event, "thread"), "edited");
        }
        return room;
    }

    private static Optional<String> editIn(List<JsonObject> events, String id) {
        return events.stream()
                .filter(event -> event.string("event_id").equals(Optional.of(id)))
                .findFirst()
                .flatMap(event -> editOf(bundled(event)));
    }

    private static JsonObject thread(TestClient reader, String room, String root) {
        return bundled(reader, room, root).object("m.thread").orElseThrow();
    }

    private static boolean participated(TestClient reader, String room, String root) {
        return thread(reader, room, root).bool("current_user_participated").orElseThrow();
    }

    private static JsonObject references(String... ids) {
        List<JsonObject> chunk =
                List.of(ids).stream().map(id -> JsonObject.of("event_id", id)).toList();
        return JsonObject.of(
                "m.reference", JsonObject.of("chunk", org.stoa.protocol.json.JsonArray.of(chunk)));
    }
}
