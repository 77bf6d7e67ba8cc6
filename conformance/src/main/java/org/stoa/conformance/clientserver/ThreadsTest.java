package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#threading.
@Section("client-server-api#threading")
final class ThreadsTest {
    private static final String LIST = "/_matrix/client/v1/rooms/{}/threads";

    private static Json inThread(String root, String text) {
        return Json.of(
                "msgtype",
                "m.text",
                "body",
                text,
                "m.relates_to",
                Json.of("rel_type", "m.thread", "event_id", root));
    }

    private static String reply(User user, String room, String root, String text) {
        return user.sendEvent(room, "m.room.message", inThread(root, text));
    }

    private static Optional<Json> thread(Json event) {
        return event.find("unsigned", "m.relations", "m.thread");
    }

    private static void ignore(User user, User other) {
        user.put(
                        "/user/{}/account_data/m.ignored_user_list",
                        Json.of("ignored_users", Json.of(other.id(), Json.EMPTY)),
                        user.id())
                .ok();
    }

    private static List<String> roots(User user, String room, String query) {
        return Sync.ids(user.get(LIST + query, room).ok().list("chunk"));
    }

    @Test
    void root_hasCountAndLatestEvent(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String root = alice.say(room, "root");
        reply(bob, room, root, "one");
        String latest = reply(bob, room, root, "two");

        Json thread = thread(alice.event(room, root)).orElseThrow();

        assertThat(thread.integer("count")).isEqualTo(2);
        assertThat(thread.string("latest_event", "event_id")).isEqualTo(latest);
        assertThat(thread.string("latest_event", "sender")).isEqualTo(bob.id());
        assertThat(thread.string("latest_event", "content", "body")).isEqualTo("two");
    }

    @Test
    void senderOfTheRoot_participates(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        String root = alice.say(room, "root");
        reply(bob, room, root, "one");

        assertThat(thread(alice.event(room, root)).orElseThrow().bool("current_user_participated"))
                .isTrue();
        assertThat(thread(bob.event(room, root)).orElseThrow().bool("current_user_participated"))
                .isTrue();
        assertThat(thread(carol.event(room, root)).orElseThrow().bool("current_user_participated"))
                .isFalse();
    }

    @Test
    void thread_isBundledInMessagesContextAndLimitedSync(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String root = alice.say(room, "root");
        reply(bob, room, root, "one");

        List<Json> messages = bob.get("/rooms/{}/messages?dir=b&limit=2", room).ok().list("chunk");
        Json context = bob.get("/rooms/{}/context/{}", room, root).ok().get("event");
        List<Json> timeline =
                bob.syncWith(Json.parse("{'room':{'timeline':{'limit':2}}}")).timeline(room);

        for (Json seen : List.of(messages.get(1), context, timeline.get(0))) {
            assertThat(seen.string("event_id")).isEqualTo(root);
            assertThat(thread(seen).orElseThrow().integer("count")).isEqualTo(1);
        }
    }

    @Test
    void editOfTheLatestEvent_isBundledWithIt(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        String latest = reply(alice, room, root, "one");
        String edit =
                alice.sendEvent(
                        room,
                        "m.room.message",
                        Json.of(
                                "msgtype",
                                "m.text",
                                "body",
                                "* two",
                                "m.new_content",
                                Json.of("msgtype", "m.text", "body", "two"),
                                "m.relates_to",
                                Json.of("rel_type", "m.replace", "event_id", latest)));

        Json thread = thread(alice.event(room, root)).orElseThrow();

        assertThat(thread.string("latest_event", "event_id")).isEqualTo(latest);
        assertThat(
                        thread.string(
                                "latest_event", "unsigned", "m.relations", "m.replace", "event_id"))
                .isEqualTo(edit);
    }

    @Test
    void redactedReply_doesNotCount(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        String one = reply(alice, room, root, "one");
        String two = reply(alice, room, root, "two");

        alice.redact(room, two);

        Deadline.eventually(
                () -> {
                    Json thread = thread(alice.event(room, root)).orElseThrow();
                    assertThat(thread.integer("count")).isEqualTo(1);
                    assertThat(thread.string("latest_event", "event_id")).isEqualTo(one);
                });
    }

    @Test
    void replyOfAnIgnoredUser_doesNotCount(User alice, User bob, User carol) {
        String room = alice.createRoomWith(bob, carol);
        String root = alice.say(room, "root");
        String kept = reply(carol, room, root, "kept");
        reply(bob, room, root, "ignored");

        ignore(alice, bob);

        Deadline.eventually(
                () -> {
                    Json thread = thread(alice.event(room, root)).orElseThrow();
                    assertThat(thread.integer("count")).isEqualTo(1);
                    assertThat(thread.string("latest_event", "event_id")).isEqualTo(kept);
                });
    }

    /// "Servers SHOULD reject client requests which attempt to start a thread off an event with an m.relates_to property."
    @Test
    void threadOffAThreadedEvent_isRefused(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        String child = reply(alice, room, root, "one");

        alice.put("/rooms/{}/send/m.room.message/one", inThread(child, "nested"), room)
                .expectError(400, "M_UNKNOWN");
    }

    @Test
    void relationsOfTheThread_areItsEvents(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        String one = reply(alice, room, root, "one");
        String two = reply(alice, room, root, "two");

        assertThat(
                        Sync.ids(
                                alice.get(
                                                "/_matrix/client/v1/rooms/{}/relations/{}/m.thread",
                                                room,
                                                root)
                                        .ok()
                                        .list("chunk")))
                .containsExactly(two, one);
    }

    @Test
    void list_isOrderedByTheLatestEvents(User alice) {
        String room = alice.createRoom();
        String first = alice.say(room, "first");
        String second = alice.say(room, "second");
        alice.say(room, "no thread");
        reply(alice, room, second, "one");
        reply(alice, room, first, "two");

        assertThat(roots(alice, room, "")).containsExactly(first, second);
        reply(alice, room, second, "three");
        assertThat(roots(alice, room, "?include=all")).containsExactly(second, first);
    }

    @Test
    void listedRoots_haveTheirAggregations(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String root = alice.say(room, "root");
        String latest = reply(bob, room, root, "one");

        Json listed = bob.get(LIST, room).ok().list("chunk").get(0);

        assertThat(listed.string("content", "body")).isEqualTo("root");
        Json thread = thread(listed).orElseThrow();
        assertThat(thread.integer("count")).isEqualTo(1);
        assertThat(thread.string("latest_event", "event_id")).isEqualTo(latest);
        assertThat(thread.bool("current_user_participated")).isTrue();
    }

    @Test
    void participated_listsOwnThreadsOnly(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String hers = alice.say(room, "hers");
        String his = bob.say(room, "his");
        String joined = alice.say(room, "both");
        reply(alice, room, hers, "one");
        reply(alice, room, his, "two");
        reply(bob, room, joined, "three");

        assertThat(roots(bob, room, "?include=participated")).containsExactly(joined, his);
    }

    @Test
    void list_isPaged(User alice) {
        String room = alice.createRoom();
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String root = alice.say(room, "root " + i);
            reply(alice, room, root, "reply");
            newestFirst.addFirst(root);
        }

        List<String> seen = new ArrayList<>();
        Json page = alice.get(LIST + "?limit=2", room).ok();
        seen.addAll(Sync.ids(page.list("chunk")));
        while (page.has("next_batch") && seen.size() < 20) {
            page = alice.get(LIST + "?limit=2&from={}", room, page.string("next_batch")).ok();
            seen.addAll(Sync.ids(page.list("chunk")));
        }

        assertThat(seen).containsExactlyElementsOf(newestFirst);
    }

    @Test
    void roomWithoutThreads_hasAnEmptyList(User alice) {
        String room = alice.createRoom();
        alice.say(room, "no thread");

        Json answer = alice.get(LIST, room).ok();

        assertThat(answer.list("chunk")).isEmpty();
        assertThat(answer.has("next_batch")).isFalse();
    }

    @Test
    void listForAStranger_isForbidden(User alice, User mallory) {
        mallory.get(LIST, alice.createRoom()).expectError(403, "M_FORBIDDEN");
    }

    /// "If the thread root event was sent by an ignored user, the event is returned redacted to the caller."
    @Test
    void rootOfAnIgnoredUser_isListedRedacted(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String root = bob.say(room, "root");
        reply(alice, room, root, "one");

        ignore(alice, bob);

        Deadline.eventually(
                () -> {
                    Json listed = alice.get(LIST, room).ok().list("chunk").get(0);
                    assertThat(listed.string("event_id")).isEqualTo(root);
                    assertThat(listed.get("content")).isEqualTo(Json.EMPTY);
                });
    }
}
