package org.stoa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.search.Finding.ask;
import static org.stoa.search.Finding.count;
import static org.stoa.search.Finding.criteria;
import static org.stoa.search.Finding.found;
import static org.stoa.search.Finding.ids;
import static org.stoa.search.Finding.results;
import static org.stoa.search.Finding.search;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Proves;
import org.stoa.testing.Relating;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// What a search finds, and for whom.
final class EventSearchTest {
    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Proves("search")
    void message_justSent_isFoundByAllItsWordsInAnyOrderAndCase() {
        String room = alice.createRoomWith(bob);
        String one = alice.say(room, "The Martians landed near Café Ångström");
        alice.say(room, "No martians here");

        assertThat(found(bob, "cafe MARTIANS")).containsExactly(one);
        assertThat(found(bob, "martian")).isEmpty();
        assertThat(found(bob, "")).isEmpty();
    }

    @Test
    void phrase_betweenQuotes_isFoundInThatOrderOnly() {
        String room = alice.createRoom();
        String one = alice.say(room, "green little men");
        String two = alice.say(room, "little green men");

        assertThat(found(alice, "\"little green\"")).containsExactly(two);
        assertThat(found(alice, "little green")).containsExactly(two, one);
    }

    @Test
    void words_ofOtherScripts_areFound() {
        String room = alice.createRoom();
        String japanese = alice.say(room, "東京へ行きます");
        alice.say(room, "京東");
        String greek = alice.say(room, "ΟΔΥΣΣΕΎΣ");

        assertThat(found(alice, "東京")).containsExactly(japanese);
        assertThat(found(alice, "οδυσσευς")).containsExactly(greek);
    }

    @Test
    void keys_asked_areTheOnesThatAreLookedIn() {
        String room = alice.createRoom();
        String body = alice.say(room, "apple");
        String name = alice.setState(room, "m.room.name", "", JsonObject.of("name", "Apple"));
        String topic =
                alice.setState(
                        room,
                        "m.room.topic",
                        "",
                        TestClient.json(
                                "{'topic': 'x', 'm.topic': {'m.text': [{'body': 'apple'}]}}"));

        assertThat(found(alice, "apple")).containsExactly(topic, name, body);
        for (String[] each :
                new String[][] {
                    {"content.body", body}, {"content.name", name}, {"content.topic", topic}
                }) {
            JsonObject asked = criteria("apple", "'keys': ['" + each[0] + "']");
            assertThat(ids(search(alice, asked))).containsExactly(each[1]);
        }
    }

    @Test
    void filter_ofTypesSendersAndRooms_leavesOutTheRest() {
        String room = alice.createRoomWith(bob);
        String other = alice.createRoom();
        String byAlice = alice.say(room, "pear");
        String byBob = bob.say(room, "pear");
        String elsewhere = alice.say(other, "pear");

        assertThat(filtered("'senders': ['" + bob.id() + "']")).containsExactly(byBob);
        assertThat(filtered("'not_senders': ['" + bob.id() + "']"))
                .containsExactly(elsewhere, byAlice);
        assertThat(filtered("'rooms': ['" + other + "']")).containsExactly(elsewhere);
        assertThat(filtered("'not_rooms': ['" + other + "']")).containsExactly(byBob, byAlice);
        assertThat(filtered("'types': ['m.room.name']")).isEmpty();
        assertThat(filtered("'contains_url': true")).isEmpty();
        assertThat(filtered("'limit': 1")).containsExactly(elsewhere);
    }

    private List<String> filtered(String filter) {
        return ids(
                search(
                        alice,
                        criteria("pear", "'order_by': 'recent', 'filter': {" + filter + "}")));
    }

    @Test
    void rank_whereAWordIsMostOfTheText_isHigher() {
        String room = alice.createRoom();
        String much = alice.say(room, "plum plum");
        String little = alice.say(room, "a plum lay under a tree in the garden of an aunt");

        JsonObject found = search(alice, criteria("plum", ""));

        assertThat(ids(found)).containsExactly(much, little);
        List<Double> ranks =
                results(found).stream()
                        .map(result -> Double.parseDouble(String.valueOf(result.get("rank"))))
                        .toList();
        assertThat(ranks.getFirst()).isGreaterThan(ranks.getLast());
    }

    @Test
    void highlights_areTheWordsAsTheyAreWritten() {
        String room = alice.createRoom();
        alice.say(room, "Café");
        alice.say(room, "CAFE");

        assertThat(search(alice, criteria("cafe", "")).array("highlights").orElseThrow().strings())
                .containsExactlyInAnyOrder("café", "cafe");
    }

    @Test
    void room_left_isSearchedUpToTheDeparture() {
        String room = alice.createRoomWith(bob);
        String before = alice.say(room, "quince before");
        bob.post("/rooms/{}/leave", JsonObject.EMPTY, room).ok();
        alice.say(room, "quince after");

        assertThat(found(bob, "quince")).containsExactly(before);
        assertThat(count(search(bob, criteria("quince", "")))).isEqualTo(1);
        bob.post("/rooms/{}/forget", JsonObject.EMPTY, room).ok();
        assertThat(found(bob, "quince")).isEmpty();
    }

    @Test
    void history_hiddenFromAReader_isNeitherFoundNorCounted() {
        String room = alice.createRoom();
        alice.setState(
                room,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", "joined"));
        alice.say(room, "fig hidden");
        alice.invite(room, bob);
        bob.join(room);
        String seen = alice.say(room, "fig seen");

        JsonObject found = search(bob, criteria("fig", ""));
        assertThat(ids(found)).containsExactly(seen);
        assertThat(count(found)).isEqualTo(1);
        assertThat(count(search(alice, criteria("fig", "")))).isEqualTo(2);
    }

    @Test
    void room_ofOthers_isNotSearched() {
        String room = alice.createRoom(JsonObject.of("preset", "public_chat"));
        alice.say(room, "cherry");

        assertThat(found(bob, "cherry")).isEmpty();
        JsonObject asked = criteria("cherry", "'filter': {'rooms': ['" + room + "']}");
        assertThat(ids(search(bob, asked))).isEmpty();
    }

    @Test
    void room_endToEndEncrypted_isNotIncluded() {
        String room = alice.createRoom();
        alice.say(room, "lemon");
        alice.setState(
                room, "m.room.encryption", "", JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"));

        assertThat(found(alice, "lemon")).isEmpty();
    }

    @Test
    void sender_ignored_isLeftOut() {
        String room = alice.createRoomWith(bob);
        String own = alice.say(room, "grape");
        bob.say(room, "grape");
        alice.put(
                        "/user/{}/account_data/m.ignored_user_list",
                        JsonObject.of("ignored_users", JsonObject.of(bob.id(), JsonObject.EMPTY)),
                        alice.id())
                .ok();

        assertThat(found(alice, "grape")).containsExactly(own);
    }

    @Test
    void edit_isFoundByWhatItBrings_andTheMessageComesWithIt() {
        String room = alice.createRoom();
        String message = alice.say(room, "melon old");
        String edit = Relating.edit(alice, room, message, "melon new");

        assertThat(found(alice, "new melon")).containsExactly(edit);
        JsonObject found = search(alice, criteria("old melon", ""));
        assertThat(ids(found)).containsExactly(message);
        JsonObject result = results(found).getFirst().object("result").orElseThrow();
        assertThat(
                        Relating.bundled(result)
                                .object("m.replace")
                                .flatMap(event -> event.string("event_id")))
                .contains(edit);
    }

    @Test
    void message_redacted_isGone() {
        String room = alice.createRoom();
        String message = alice.say(room, "mango");
        assertThat(found(alice, "mango")).containsExactly(message);

        Relating.redact(alice, room, message);

        assertThat(found(alice, "mango")).isEmpty();
    }

    @Test
    void context_asked_comesWithTokensAndProfiles() {
        named(alice, "Alice");
        named(bob, "Bob");
        String room = alice.createRoomWith(bob);
        alice.say(room, "one");
        bob.say(room, "two");
        alice.say(room, "kiwi");
        bob.say(room, "four");

        JsonObject asked =
                criteria(
                        "kiwi",
                        "'event_context': {'before_limit': 2, 'after_limit': 5, 'include_profile': true}");
        JsonObject context =
                results(search(alice, asked)).getFirst().object("context").orElseThrow();

        assertThat(bodies(context, "events_before")).containsExactly("two", "one");
        assertThat(bodies(context, "events_after")).containsExactly("four");
        assertThat(context.object("profile_info").orElseThrow())
                .isEqualTo(
                        JsonObject.of(
                                alice.id(),
                                JsonObject.of("displayname", "Alice"),
                                bob.id(),
                                JsonObject.of("displayname", "Bob")));
        String start = context.string("start").orElseThrow();
        JsonObject older = alice.get("/rooms/{}/messages?dir=b&limit=1&from={}", room, start).ok();
        assertThat(older.array("chunk").orElseThrow().objects())
                .allMatch(event -> event.string("type").orElse("").equals("m.room.member"));
    }

    private static void named(TestClient client, String name) {
        client.put("/profile/{}/displayname", JsonObject.of("displayname", name), client.id()).ok();
    }

    private static List<String> bodies(JsonObject context, String name) {
        return context.array(name).orElse(JsonArray.EMPTY).objects().stream()
                .map(event -> event.object("content").orElseThrow().string("body").orElse(""))
                .toList();
    }

    @Test
    void state_asked_comesForTheRoomsOfTheResults() {
        String room = alice.createRoomWith(bob);
        alice.createRoom();
        alice.say(room, "papaya");

        JsonObject whole = search(alice, criteria("papaya", "'include_state': true"));
        JsonObject lazy =
                search(
                        alice,
                        criteria(
                                "papaya",
                                "'include_state': true, 'filter': {'lazy_load_members': true}"));

        assertThat(whole.object("state").orElseThrow().names()).containsExactly(room);
        assertThat(members(whole, room)).containsExactlyInAnyOrder(alice.id(), bob.id());
        assertThat(members(lazy, room)).containsExactly(alice.id());
    }

    private static List<String> members(JsonObject roomEvents, String room) {
        return roomEvents
                .object("state")
                .flatMap(state -> state.array(room))
                .orElseThrow()
                .objects()
                .stream()
                .filter(event -> event.string("type").orElse("").equals("m.room.member"))
                .map(event -> event.string("state_key").orElseThrow())
                .toList();
    }

    @Test
    void room_upgraded_isSearchedWithItsPredecessorWhenAFilterNamesIt() {
        String old = alice.createRoom(JsonObject.of("room_version", "11"));
        String before = alice.say(old, "olive before");
        String room =
                alice.post("/rooms/{}/upgrade", JsonObject.of("new_version", "12"), old)
                        .string("replacement_room");
        String after = alice.say(room, "olive after");

        JsonObject asked =
                criteria("olive", "'order_by': 'recent', 'filter': {'rooms': ['" + room + "']}");
        assertThat(ids(search(alice, asked))).containsExactly(after, before);
        JsonObject onlyOld = criteria("olive", "'filter': {'rooms': ['" + old + "']}");
        assertThat(ids(search(alice, onlyOld))).containsExactly(before);
    }

    @Test
    void request_wrong_isRefused() {
        assertThat(alice.post("/search", JsonObject.EMPTY).error())
                .isEqualTo("400 M_MISSING_PARAM");
        assertThat(ask(alice, JsonObject.EMPTY, "").error()).isEqualTo("400 M_MISSING_PARAM");
        assertThat(ask(alice, JsonObject.of("search_term", 5), "").error())
                .isEqualTo("400 M_BAD_JSON");
        for (String wrong :
                List.of(
                        "'order_by': 'best'",
                        "'keys': ['content.msgtype']",
                        "'groupings': {'group_by': [{'key': 'type'}]}",
                        "'event_context': {'before_limit': -1}")) {
            assertThat(ask(alice, criteria("a", wrong), "").error())
                    .as(wrong)
                    .isEqualTo("400 M_INVALID_PARAM");
        }
        for (String token : List.of("nonsense", "q1_AAAA", "q1_!")) {
            assertThat(ask(alice, criteria("a", ""), "?next_batch=" + token).error())
                    .isEqualTo("400 M_INVALID_PARAM");
        }
        assertThat(ask(alice, criteria("a-b ".repeat(60), ""), "").status()).isEqualTo(200);
        assertThat(ask(alice, criteria("a".repeat(51).replace("a", "a-"), ""), "").error())
                .isEqualTo("400 M_INVALID_PARAM");
        assertThat(server.anonymous().post("/search", JsonObject.EMPTY).error())
                .isEqualTo("401 M_MISSING_TOKEN");
        assertThat(alice.post("/search", TestClient.json("{'search_categories': {}}")).ok())
                .isEqualTo(JsonObject.of("search_categories", JsonObject.EMPTY));
    }
}
