package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.Sync;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#relationships-api.
@Section("client-server-api#relationships-api")
final class RelationsTest {
    private static final String PATH = "/_matrix/client/v1/rooms/{}/relations/{}";

    private static String relate(User user, String room, String type, String kind, String parent) {
        Json relation = Json.of("rel_type", kind, "event_id", parent);
        return user.sendEvent(
                room,
                type,
                Json.of("msgtype", "m.text", "body", "child", "m.relates_to", relation));
    }

    private static List<String> children(User user, String room, String parent, String rest) {
        return Sync.ids(user.get(PATH + rest, room, parent).ok().list("chunk"));
    }

    @Test
    void eventWithoutChildren_hasAnEmptyChunk(User alice) {
        String room = alice.createRoom();
        String event = alice.say(room, "alone");

        Json answer = alice.get(PATH, room, event).ok();

        assertThat(answer.list("chunk")).isEmpty();
        assertThat(answer.has("next_batch")).isFalse();
    }

    @Test
    void children_areAllThatPointToTheParent_newestFirst(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String parent = alice.say(room, "parent");
        String one = relate(bob, room, "m.room.message", "m.thread", parent);
        String two = relate(bob, room, "com.example.vote", "m.reference", parent);
        alice.say(room, "no child");

        assertThat(children(alice, room, parent, "")).containsExactly(two, one);
    }

    /// Three children: a threaded message, a reference by a message and one by a vote.
    @ParameterizedTest
    @CsvSource({
        "/m.thread, 0",
        "/m.reference, 21",
        "/m.reference/com.example.vote, 2",
        "/m.reference/m.room.message, 1",
        "/m.thread/com.example.vote, ''",
        "/com.example.none, ''"
    })
    void relTypeAndEventType_selectChildren(String rest, String expected, User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        List<String> sent =
                List.of(
                        relate(alice, room, "m.room.message", "m.thread", parent),
                        relate(alice, room, "m.room.message", "m.reference", parent),
                        relate(alice, room, "com.example.vote", "m.reference", parent));

        assertThat(children(alice, room, parent, rest))
                .containsExactlyElementsOf(
                        expected.chars().mapToObj(digit -> sent.get(digit - '0')).toList());
    }

    @Test
    void forwards_isOldestFirst(User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        String one = relate(alice, room, "m.room.message", "m.thread", parent);
        String two = relate(alice, room, "m.room.message", "m.thread", parent);

        assertThat(children(alice, room, parent, "?dir=f")).containsExactly(one, two);
        assertThat(children(alice, room, parent, "?dir=b")).containsExactly(two, one);
    }

    @ParameterizedTest
    @CsvSource({"b", "f"})
    void pages_haveEveryChildOnce(String direction, User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(relate(alice, room, "m.room.message", "m.thread", parent));
        }
        List<String> expected = direction.equals("f") ? sent : sent.reversed();

        List<String> seen = new ArrayList<>();
        Json page = alice.get(PATH + "?limit=2&dir=" + direction, room, parent).ok();
        seen.addAll(Sync.ids(page.list("chunk")));
        while (page.has("next_batch") && seen.size() < 20) {
            page =
                    alice.get(
                                    PATH + "?limit=2&dir=" + direction + "&from={}",
                                    room,
                                    parent,
                                    page.string("next_batch"))
                            .ok();
            seen.addAll(Sync.ids(page.list("chunk")));
        }

        assertThat(seen).containsExactlyElementsOf(expected);
    }

    @Test
    void from_mayBeATokenOfSync(User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        String one = relate(alice, room, "m.room.message", "m.thread", parent);
        String then = alice.sync().nextBatch();
        String two = relate(alice, room, "m.room.message", "m.thread", parent);

        assertThat(Sync.ids(alice.get(PATH + "?from={}", room, parent, then).ok().list("chunk")))
                .containsExactly(one);
        assertThat(Sync.ids(alice.get(PATH + "?to={}", room, parent, then).ok().list("chunk")))
                .containsExactly(two);
    }

    @Test
    void recurse_hasTheChildrenOfChildrenToo(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        String child = relate(alice, room, "m.room.message", "m.thread", root);
        String grandchild = relate(alice, room, "com.example.vote", "m.reference", child);

        assertThat(children(alice, room, root, "?recurse=true")).containsExactly(grandchild, child);
        assertThat(children(alice, room, root, "?recurse=false")).containsExactly(child);
        assertThat(children(alice, room, root, "")).containsExactly(child);
    }

    @Test
    void recurse_saysHowDeepItWent(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");

        assertThat(alice.get(PATH + "?recurse=true", room, root).ok().integer("recursion_depth"))
                .isPositive();
        assertThat(alice.get(PATH, room, root).ok().has("recursion_depth")).isFalse();
    }

    @Test
    void recurse_isFilteredByRelType(User alice) {
        String room = alice.createRoom();
        String root = alice.say(room, "root");
        String child = relate(alice, room, "m.room.message", "m.thread", root);
        relate(alice, room, "com.example.vote", "m.reference", child);

        assertThat(children(alice, room, root, "/m.thread?recurse=true")).containsExactly(child);
    }

    @Test
    void unknownParent_isNotFound(User alice) {
        alice.get(PATH, alice.createRoom(), "$" + "a".repeat(43)).expectError(404, "M_NOT_FOUND");
    }

    @Test
    void stranger_isNotAnswered(User alice, User mallory) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");

        assertThat(mallory.get(PATH, room, parent).status()).isIn(403, 404);
    }

    @Test
    void redactedChild_isNoChild(User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        String kept = relate(alice, room, "m.room.message", "m.thread", parent);
        String gone = relate(alice, room, "m.room.message", "m.thread", parent);

        alice.redact(room, gone);

        assertThat(children(alice, room, parent, "")).containsExactly(kept);
    }

    @Test
    void childrenOfARedactedParent_remain(User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        String child = relate(alice, room, "m.room.message", "m.thread", parent);

        alice.redact(room, parent);

        assertThat(children(alice, room, parent, "")).containsExactly(child);
    }

    @Test
    void childInAnotherRoom_isNoChild(User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        alice.put(
                "/rooms/{}/send/com.example.vote/one",
                Json.of("m.relates_to", Json.of("rel_type", "m.reference", "event_id", parent)),
                alice.createRoom());

        assertThat(children(alice, room, parent, "")).isEmpty();
    }

    @Test
    void richReply_isNoChild(User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        Json reply = Json.of("m.in_reply_to", Json.of("event_id", parent));
        alice.sendEvent(
                room,
                "m.room.message",
                Json.of("msgtype", "m.text", "body", "a", "m.relates_to", reply));

        assertThat(children(alice, room, parent, "")).isEmpty();
    }

    @Test
    void duplicateAnnotation_isRefused(User alice) {
        String room = alice.createRoom();
        String parent = alice.say(room, "parent");
        Json like =
                Json.of(
                        "m.relates_to",
                        Json.of("rel_type", "m.annotation", "event_id", parent, "key", "+"));
        alice.sendEvent(room, "m.reaction", like);

        alice.put("/rooms/{}/send/m.reaction/again", like, room)
                .expectError(400, "M_DUPLICATE_ANNOTATION");
    }

    @Test
    void annotationWithAnotherKey_orByAnotherUser_isNoDuplicate(User alice, User bob) {
        String room = alice.createRoomWith(bob);
        String parent = alice.say(room, "parent");
        Json relation = Json.of("rel_type", "m.annotation", "event_id", parent, "key", "+");
        String one = alice.sendEvent(room, "m.reaction", Json.of("m.relates_to", relation));
        String two =
                alice.sendEvent(
                        room, "m.reaction", Json.of("m.relates_to", relation.with("key", "-")));
        String three = bob.sendEvent(room, "m.reaction", Json.of("m.relates_to", relation));

        assertThat(children(alice, room, parent, "/m.annotation/m.reaction"))
                .containsExactly(three, two, one);
    }
}
