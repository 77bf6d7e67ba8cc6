package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Deadline;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#server-side-search.
@Section("client-server-api#server-side-search")
final class SearchTest {
    private static String word(Homeserver homeserver) {
        return homeserver.unique("word").replace("-", "");
    }

    private static Json request(Json roomEvents) {
        return Json.of("search_categories", Json.of("room_events", roomEvents));
    }

    private static Json search(User user, Json roomEvents) {
        return user.post("/search", request(roomEvents))
                .ok()
                .get("search_categories", "room_events");
    }

    private static List<String> ids(Json answer) {
        return answer.listOrEmpty("results").stream()
                .map(result -> result.string("result", "event_id"))
                .toList();
    }

    private static void awaitResults(User user, String word, int count) {
        Deadline.eventually(
                () -> assertThat(ids(search(user, Json.of("search_term", word)))).hasSize(count));
    }

    @Test
    void message_isFoundByAWord(User alice, User bob, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoomWith(bob);
        String event = alice.say(room, "some " + word + " here");
        awaitResults(bob, word, 1);

        Json answer = search(bob, Json.of("search_term", word));

        assertThat(answer.integer("count")).isEqualTo(1);
        Json result = answer.list("results").get(0);
        assertThat(result.string("result", "event_id")).isEqualTo(event);
        assertThat(result.string("result", "room_id")).isEqualTo(room);
        assertThat(result.get("rank").isNumber()).isTrue();
    }

    @Test
    void nameAndTopic_areSearchedToo(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoom();
        String name = alice.setState(room, "m.room.name", "", Json.of("name", "The " + word));
        String topic = alice.setState(room, "m.room.topic", "", Json.of("topic", word + " only"));
        awaitResults(alice, word, 2);

        Json byName =
                search(alice, Json.of("search_term", word, "keys", Json.array("content.name")));

        assertThat(ids(search(alice, Json.of("search_term", word))))
                .containsExactlyInAnyOrder(name, topic);
        assertThat(ids(byName)).containsExactly(name);
    }

    @Test
    void orderByRecent_isNewestFirst(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoom();
        String one = alice.say(room, word + " one");
        String two = alice.say(room, word + " two");
        String three = alice.say(room, word + " three");
        awaitResults(alice, word, 3);

        assertThat(ids(search(alice, Json.of("search_term", word, "order_by", "recent"))))
                .containsExactly(three, two, one);
    }

    @Test
    void groups_haveTheEventsOfEachRoomAndSender(User alice, User bob, Homeserver homeserver) {
        String word = word(homeserver);
        String first = alice.createRoomWith(bob);
        String second = alice.createRoomWith(bob);
        String one = alice.say(first, word + " one");
        String two = bob.say(second, word + " two");
        awaitResults(alice, word, 2);

        for (String key : List.of("room_id", "sender")) {
            Json groups =
                    search(
                                    alice,
                                    Json.of(
                                            "search_term",
                                            word,
                                            "groupings",
                                            Json.of("group_by", Json.array(Json.of("key", key)))))
                            .get("groups", key);
            String ofOne = key.equals("sender") ? alice.id() : first;
            String ofTwo = key.equals("sender") ? bob.id() : second;
            assertThat(groups.keys()).containsExactlyInAnyOrder(ofOne, ofTwo);
            assertThat(groups.strings(ofOne, "results")).containsExactly(one);
            assertThat(groups.strings(ofTwo, "results")).containsExactly(two);
        }
    }

    @Test
    void context_hasTheEventsAround_andProfiles(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoom();
        String before = alice.say(room, "before");
        alice.say(room, word);
        String after = alice.say(room, "after");
        awaitResults(alice, word, 1);

        Json context =
                search(
                                alice,
                                Json.of(
                                        "search_term",
                                        word,
                                        "event_context",
                                        Json.parse(
                                                "{'before_limit':1,'after_limit':1,'include_profile':true}")))
                        .list("results")
                        .get(0)
                        .get("context");

        assertThat(context.list("events_before"))
                .extracting(event -> event.string("event_id"))
                .containsExactly(before);
        assertThat(context.list("events_after"))
                .extracting(event -> event.string("event_id"))
                .containsExactly(after);
        assertThat(context.keys("profile_info")).containsExactly(alice.id());
        assertThat(context.has("start")).isTrue();
        assertThat(context.has("end")).isTrue();
    }

    @Test
    void state_isIncludedWhenAskedFor(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoom();
        alice.say(room, word);
        awaitResults(alice, word, 1);

        Json with = search(alice, Json.of("search_term", word, "include_state", true));
        Json without = search(alice, Json.of("search_term", word));

        assertThat(with.list("state", room))
                .extracting(event -> event.string("type"))
                .contains("m.room.create", "m.room.member");
        assertThat(without.keys("state")).isEmpty();
    }

    @Test
    void pages_haveEveryResultOnce(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoom();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.addFirst(alice.say(room, word + " " + i));
        }
        awaitResults(alice, word, 5);
        Json roomEvents =
                Json.of("search_term", word, "order_by", "recent", "filter", Json.of("limit", 2));

        Json page = search(alice, roomEvents);
        List<String> seen = new ArrayList<>(ids(page));
        while (page.has("next_batch") && seen.size() < 20) {
            page =
                    alice.post(
                                    "/search?next_batch={}",
                                    request(roomEvents),
                                    page.string("next_batch"))
                            .ok()
                            .get("search_categories", "room_events");
            seen.addAll(ids(page));
        }

        assertThat(seen).containsExactlyElementsOf(sent);
    }

    @Test
    void filter_selectsRoomsAndSenders(User alice, User bob, Homeserver homeserver) {
        String word = word(homeserver);
        String first = alice.createRoomWith(bob);
        String second = alice.createRoomWith(bob);
        String one = alice.say(first, word + " one");
        String two = bob.say(second, word + " two");
        awaitResults(alice, word, 2);

        assertThat(
                        ids(
                                search(
                                        alice,
                                        Json.of(
                                                "search_term",
                                                word,
                                                "filter",
                                                Json.of("rooms", Json.array(first))))))
                .containsExactly(one);
        assertThat(
                        ids(
                                search(
                                        alice,
                                        Json.of(
                                                "search_term",
                                                word,
                                                "filter",
                                                Json.of("senders", Json.array(bob.id()))))))
                .containsExactly(two);
    }

    @Test
    void roomThatWasLeft_isSearchedUpToThen(User alice, User bob, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoomWith(bob);
        String seen = alice.say(room, word + " seen");
        bob.leave(room);
        alice.say(room, word + " unseen");
        awaitResults(alice, word, 2);

        assertThat(ids(search(bob, Json.of("search_term", word)))).containsExactly(seen);
    }

    @Test
    void stranger_findsNothing(User alice, User mallory, Homeserver homeserver) {
        String word = word(homeserver);
        alice.say(alice.createRoom(), word);
        awaitResults(alice, word, 1);

        assertThat(ids(search(mallory, Json.of("search_term", word)))).isEmpty();
    }

    @Test
    void redactedMessage_isNotFound(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoom();
        String event = alice.say(room, word);
        awaitResults(alice, word, 1);

        alice.redact(room, event);

        awaitResults(alice, word, 0);
    }

    @Test
    void encryptedRoom_isNotSearched(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String closed = alice.createRoom();
        alice.setState(
                closed, "m.room.encryption", "", Json.of("algorithm", "m.megolm.v1.aes-sha2"));
        alice.sendEvent(
                closed,
                "m.room.encrypted",
                Json.of("algorithm", "m.megolm.v1.aes-sha2", "body", word, "ciphertext", word));
        String open = alice.say(alice.createRoom(), word);
        awaitResults(alice, word, 1);

        assertThat(ids(search(alice, Json.of("search_term", word)))).containsExactly(open);
    }

    @Test
    void result_hasItsBundledThread(User alice, Homeserver homeserver) {
        String word = word(homeserver);
        String room = alice.createRoom();
        String root = alice.say(room, word);
        alice.sendEvent(
                room,
                "m.room.message",
                Json.of(
                        "msgtype",
                        "m.text",
                        "body",
                        "in it",
                        "m.relates_to",
                        Json.of("rel_type", "m.thread", "event_id", root)));
        awaitResults(alice, word, 1);

        Json result =
                search(alice, Json.of("search_term", word)).list("results").get(0).get("result");

        assertThat(result.integer("unsigned", "m.relations", "m.thread", "count")).isEqualTo(1);
    }

    @Test
    void missingTerm_isABadRequest(User alice) {
        assertThat(alice.post("/search", request(Json.EMPTY)).status()).isEqualTo(400);
    }
}
