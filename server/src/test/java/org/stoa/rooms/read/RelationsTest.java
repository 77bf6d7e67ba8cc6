package org.stoa.rooms.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.Relating.edit;
import static org.stoa.testing.Relating.ids;
import static org.stoa.testing.Relating.ignore;
import static org.stoa.testing.Relating.react;
import static org.stoa.testing.Relating.redact;
import static org.stoa.testing.Relating.say;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Spec: client-server-api#relationships-api, #querying-threads-in-a-room (v1.19).
final class RelationsTest {
    private static final String RELATIONS = "/_matrix/client/v1/rooms/{}/relations/{}";
    private static final String THREADS = "/_matrix/client/v1/rooms/{}/threads";

    @EachEngine
    void relations_pageByPage_areAllThereInBothDirections(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String root = alice.say(room, "root");
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                sent.add(say(alice, room, "m.thread", root, "reply " + i));
                alice.say(room, "between");
            }

            assertThat(pages(alice, RELATIONS + "?limit=3&dir=f", room, root)).isEqualTo(sent);
            assertThat(pages(alice, RELATIONS + "?limit=3", room, root)).isEqualTo(sent.reversed());
            assertThat(pages(alice, RELATIONS + "?limit=7", room, root)).hasSize(7);
        }
    }

    @EachEngine
    void relations_betweenTokens_areThoseOfTheRange(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String root = alice.say(room, "root");
            say(alice, room, "m.thread", root, "before");
            String from = alice.sync().string("next_batch").orElseThrow();
            String inside = say(alice, room, "m.thread", root, "inside");
            String to = alice.sync().string("next_batch").orElseThrow();
            say(alice, room, "m.thread", root, "after");

            JsonObject forwards =
                    alice.get(RELATIONS + "?dir=f&from={}&to={}", room, root, from, to).ok();
            JsonObject backwards =
                    alice.get(RELATIONS + "?dir=b&from={}&to={}", room, root, to, from).ok();

            assertThat(chunk(forwards)).containsExactly(inside);
            assertThat(chunk(backwards)).containsExactly(inside);
            assertThat(backwards.string("prev_batch")).contains(to);
            assertThat(backwards.string("next_batch")).isEmpty();
            assertThat(alice.get(RELATIONS + "?from=x", room, root).error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void relations_recursive_haveThoseOfThreeLevels(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String root = alice.say(room, "root");
            String one = say(alice, room, "m.thread", root, "one");
            String two = edit(alice, room, one, "two");
            String three = say(alice, room, "m.reference", two, "three");
            say(alice, room, "m.reference", three, "four");

            JsonObject all = alice.get(RELATIONS + "?recurse=true", room, root).ok();
            JsonObject direct = alice.get(RELATIONS + "?recurse=false", room, root).ok();
            JsonObject threads = alice.get(RELATIONS + "/m.thread?recurse=true", room, root).ok();

            assertThat(chunk(all)).containsExactly(three, two, one);
            assertThat(all.integer("recursion_depth")).hasValue(3);
            assertThat(chunk(direct)).containsExactly(one);
            assertThat(chunk(threads)).containsExactly(one);
            assertThat(alice.get(RELATIONS, room, root).ok().has("recursion_depth")).isFalse();
        }
    }

    @EachEngine
    void relations_ofTheIgnoredAndTheRedacted_areLeftOut(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String event = alice.say(room, "event");
            react(bob, room, event, "+");
            String mine = react(alice, room, event, "+");
            redact(alice, room, react(alice, room, event, "-"));
            ignore(alice, bob);

            assertThat(chunk(alice.get(RELATIONS, room, event).ok())).containsExactly(mine);
            assertThat(chunk(bob.get(RELATIONS + "/m.annotation/x.unknown", room, event).ok()))
                    .isEmpty();
        }
    }

    @EachEngine
    void relations_ofWhatOneMayNotSee_areRefused(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
            String event = alice.say(room, "event");

            assertThat(bob.get(RELATIONS, room, event).error()).isEqualTo("404 M_NOT_FOUND");
            assertThat(alice.get(RELATIONS, room, "$none").error()).isEqualTo("404 M_NOT_FOUND");
            assertThat(server.register("carol").get(RELATIONS, room, event).error())
                    .isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void threads_pageByPage_areInTheOrderOfTheirNewestEvents(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            List<String> roots = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String root = alice.say(room, "root " + i);
                say(alice, room, "m.thread", root, "reply");
                roots.addFirst(root);
            }
            String first = roots.removeLast();
            String reply = say(alice, room, "m.thread", first, "again");
            roots.addFirst(first);
            // A reaction inside a thread is no event of the thread.
            String second = roots.get(1);
            react(alice, room, say(alice, room, "m.thread", second, "once more"), "+");
            roots.remove(second);
            roots.addFirst(second);
            react(alice, room, reply, "+");

            assertThat(pages(alice, THREADS + "?limit=2", room)).isEqualTo(roots);
            assertThat(alice.get(THREADS + "?limit=0", room).error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.get(THREADS + "?from=nonsense", room).error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(alice.get(THREADS + "?include=some", room).error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void threads_ofTheIgnored_haveARedactedRootOrAreLeftOut(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String mixed = bob.say(room, "hidden words");
            say(alice, room, "m.thread", mixed, "reply");
            String hidden = alice.say(room, "root");
            say(bob, room, "m.thread", hidden, "reply");
            ignore(alice, bob);

            List<JsonObject> chunk = alice.get(THREADS, room).objects("chunk");

            assertThat(ids(chunk)).containsExactly(mixed);
            assertThat(chunk.getFirst().object("content")).contains(JsonObject.EMPTY);
        }
    }

    @EachEngine
    void filter_byWhatRelatesToAnEvent_letsThoseThrough(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient bob = server.register("bob");
            String room = alice.createRoomWith(bob);
            String one = alice.say(room, "one");
            String two = alice.say(room, "two");
            alice.say(room, "three");
            say(bob, room, "m.thread", one, "reply");
            react(alice, room, two, "+");

            assertThat(filtered(alice, room, "{\"related_by_rel_types\":[\"m.thread\"]}"))
                    .containsExactly(one);
            assertThat(filtered(alice, room, "{\"related_by_senders\":[\"" + alice.id() + "\"]}"))
                    .containsExactly(two);
            assertThat(
                            filtered(
                                    alice,
                                    room,
                                    "{\"related_by_senders\":[\""
                                            + bob.id()
                                            + "\"],\"related_by_rel_types\":[\"m.annotation\"]}"))
                    .isEmpty();
            JsonObject sync =
                    alice.get(
                                    "/sync?timeout=0&filter={}",
                                    "{\"room\":{\"timeline\":{\"related_by_rel_types\":[\"m.annotation\"]}}}")
                            .ok();
            assertThat(ids(TestClient.timeline(sync, room))).containsExactly(two);
        }
    }

    @EachEngine
    void filter_byHowAnEventRelates_letsThoseThrough(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            String room = alice.createRoom();
            String root = alice.say(room, "root");
            String reply = say(alice, room, "m.thread", root, "reply");
            String reference = say(alice, room, "m.reference", root, "reference");
            String only = "\"types\":[\"m.room.message\"],\"org.matrix.msc3874.";

            assertThat(filtered(alice, room, "{" + only + "rel_types\":[\"m.thread\"]}"))
                    .containsExactly(reply);
            assertThat(
                            filtered(
                                    alice,
                                    room,
                                    "{" + only + "rel_types\":[\"m.thread\",\"m.reference\"]}"))
                    .containsExactly(reference, reply);
            assertThat(filtered(alice, room, "{" + only + "not_rel_types\":[\"m.thread\"]}"))
                    .containsExactly(reference, root);
        }
    }

    private static List<String> filtered(TestClient reader, String room, String filter) {
        return ids(reader.get("/rooms/{}/messages?dir=b&filter={}", room, filter).objects("chunk"));
    }

    private static List<String> chunk(JsonObject answer) {
        return ids(answer.array("chunk").orElseThrow().objects());
    }

    /// The ids of all pages, with as many as asked for on each but the last.
    private static List<String> pages(TestClient reader, String path, String... values) {
        List<String> all = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            List<String> of = new ArrayList<>(List.of(values));
            next.ifPresent(of::add);
            JsonObject page =
                    reader.get(
                                    path + (next.isPresent() ? "&from={}" : ""),
                                    of.toArray(String[]::new))
                            .ok();
            assertThat(chunk(page)).isNotEmpty();
            all.addAll(chunk(page));
            next = page.string("next_batch");
        } while (next.isPresent());
        return all;
    }
}
