package org.stoa.conformance.clientserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.conformance.Section;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Spec: client-server-api#get_matrixclientv1roomsroomidhierarchy.
@Section("client-server-api#get_matrixclientv1roomsroomidhierarchy")
final class SpaceHierarchyTest {
    private static final String PATH = "/_matrix/client/v1/rooms/{}/hierarchy";

    private static String space(User owner) {
        return owner.createRoom(
                Json.parse("{'preset':'public_chat','creation_content':{'type':'m.space'}}"));
    }

    private static void child(User owner, String space, String room, String order) {
        Json content = Json.of("via", Json.array(owner.serverName()), "order", order);
        owner.setState(space, "m.space.child", room, content);
    }

    private static List<String> rooms(User user, String query, String space) {
        return ids(user.get(PATH + query, space).ok());
    }

    private static List<String> ids(Json answer) {
        return answer.list("rooms").stream().map(room -> room.string("room_id")).toList();
    }

    @Test
    void hierarchy_hasTheSpace_andItsChildren(User alice, User bob) {
        String space = space(alice);
        String room =
                alice.createRoom(
                        Json.of("preset", "public_chat", "name", "Child", "topic", "Topic"));
        child(alice, space, room, "a");

        List<Json> rooms = bob.get(PATH, space).ok().list("rooms");

        assertThat(rooms).hasSize(2);
        assertThat(rooms.getFirst().string("room_type")).isEqualTo("m.space");
        Json child = rooms.getFirst().list("children_state").getFirst();
        assertThat(child.string("type")).isEqualTo("m.space.child");
        assertThat(child.string("state_key")).isEqualTo(room);
        assertThat(child.string("sender")).isEqualTo(alice.id());
        assertThat(child.strings("content", "via")).containsExactly(alice.serverName());
        assertThat(child.integer("origin_server_ts")).isPositive();
        assertThat(rooms.getLast().string("name")).isEqualTo("Child");
        assertThat(rooms.getLast().string("topic")).isEqualTo("Topic");
        assertThat(rooms.getLast().integer("num_joined_members")).isEqualTo(1);
        assertThat(rooms.getLast().list("children_state")).isEmpty();
    }

    @Test
    void children_comeByTheirOrder(User alice) {
        String space = space(alice);
        String last = alice.createPublicRoom();
        String second = alice.createPublicRoom();
        String first = alice.createPublicRoom();
        alice.setState(
                space, "m.space.child", last, Json.of("via", Json.array(alice.serverName())));
        child(alice, space, second, "aaaa");
        child(alice, space, first, " ");

        assertThat(rooms(alice, "", space)).containsExactly(space, first, second, last);
    }

    @Test
    void spaceWithin_isGoneThroughFirst(User alice) {
        String space = space(alice);
        String inner = space(alice);
        String grandchild = alice.createPublicRoom();
        String child = alice.createPublicRoom();
        child(alice, space, inner, "a");
        child(alice, space, child, "b");
        child(alice, inner, grandchild, "a");

        assertThat(rooms(alice, "", space)).containsExactly(space, inner, grandchild, child);
    }

    @Test
    void maxDepth_endsTheWay(User alice) {
        String space = space(alice);
        String inner = space(alice);
        child(alice, space, inner, "a");
        child(alice, inner, alice.createPublicRoom(), "a");

        assertThat(rooms(alice, "?max_depth=0", space)).containsExactly(space);
        assertThat(rooms(alice, "?max_depth=1", space)).containsExactly(space, inner);
        assertThat(rooms(alice, "?max_depth=2", space)).hasSize(3);
    }

    @Test
    void suggestedOnly_leavesOutTheOthers(User alice) {
        String space = space(alice);
        String suggested = alice.createPublicRoom();
        child(alice, space, alice.createPublicRoom(), "a");
        alice.setState(
                space,
                "m.space.child",
                suggested,
                Json.of("via", Json.array(alice.serverName()), "suggested", true));

        assertThat(rooms(alice, "?suggested_only=true", space)).containsExactly(space, suggested);
        assertThat(rooms(alice, "?suggested_only=false", space)).hasSize(3);
    }

    @Test
    void pages_haveEveryRoomOnce_andEnd(User alice) {
        String space = space(alice);
        List<String> wanted = new ArrayList<>(List.of(space));
        for (String order : List.of("a", "b", "c", "d")) {
            String room = alice.createPublicRoom();
            child(alice, space, room, order);
            wanted.add(room);
        }

        List<String> seen = new ArrayList<>();
        Json page = alice.get(PATH + "?limit=2", space).ok();
        seen.addAll(ids(page));
        while (page.has("next_batch") && seen.size() < 20) {
            page = alice.get(PATH + "?limit=2&from={}", space, page.string("next_batch")).ok();
            assertThat(ids(page)).hasSizeLessThanOrEqualTo(2);
            seen.addAll(ids(page));
        }

        assertThat(seen).containsExactlyElementsOf(wanted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&suggested_only=true", "&max_depth=3"})
    void condition_mayNotChangeBetweenPages(String change, User alice) {
        String space = space(alice);
        child(alice, space, alice.createPublicRoom(), "a");
        child(alice, space, alice.createPublicRoom(), "b");
        String from = alice.get(PATH + "?limit=1&max_depth=2", space).ok().string("next_batch");
        String depth = change.contains("max_depth") ? "" : "&max_depth=2";

        alice.get(PATH + "?limit=1" + depth + change + "&from={}", space, from)
                .expectError(400, "M_INVALID_PARAM");
    }

    @Test
    void from_thatNobodyGave_isRefused(User alice) {
        alice.get(PATH + "?from=nonsense", space(alice)).expect(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=-1", "?max_depth=-1"})
    void number_outOfItsRange_isRefused(String query, User alice) {
        alice.get(PATH + query, space(alice)).expect(400);
    }

    @Test
    void rooms_thatTheUserMayNotSee_areLeftOut(User alice, User bob) {
        String space = space(alice);
        String hidden = alice.createRoom();
        String invited = alice.createRoom();
        alice.invite(invited, bob);
        String knockable = alice.createRoom();
        alice.setState(knockable, "m.room.join_rules", "", Json.of("join_rule", "knock"));
        String readable = alice.createRoom();
        alice.setState(
                readable,
                "m.room.history_visibility",
                "",
                Json.of("history_visibility", "world_readable"));
        child(alice, space, hidden, "a");
        child(alice, space, invited, "b");
        child(alice, space, knockable, "c");
        child(alice, space, readable, "d");

        assertThat(rooms(bob, "", space)).containsExactly(space, invited, knockable, readable);
        assertThat(rooms(alice, "", space)).contains(hidden);
    }

    @Test
    void restrictedRoom_isThere_forThoseWhoMeetTheCondition(User alice, User bob, User carol) {
        String space = space(alice);
        String room = alice.createRoom();
        Json condition = Json.of("type", "m.room_membership", "room_id", space);
        alice.setState(
                room,
                "m.room.join_rules",
                "",
                Json.of("join_rule", "restricted", "allow", Json.array(condition)));
        child(alice, space, room, "a");
        bob.join(space);

        assertThat(rooms(bob, "", space)).containsExactly(space, room);
        assertThat(rooms(carol, "", space)).containsExactly(space);
    }

    @Test
    void childWithoutVia_isNone(User alice) {
        String space = space(alice);
        String room = alice.createPublicRoom();
        child(alice, space, room, "a");

        alice.setState(space, "m.space.child", room, Json.EMPTY);

        assertThat(rooms(alice, "", space)).containsExactly(space);
        assertThat(alice.get(PATH, space).ok().list("rooms").getFirst().list("children_state"))
                .isEmpty();
    }

    @Test
    void loop_isBroken(User alice) {
        String space = space(alice);
        String inner = space(alice);
        child(alice, space, inner, "a");
        child(alice, inner, space, "a");

        assertThat(rooms(alice, "", space)).contains(space, inner).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void spaceOfOthers_isForbidden(User alice, User bob) {
        String space = alice.createRoom(Json.parse("{'creation_content':{'type':'m.space'}}"));

        bob.get(PATH, space).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void spaceThatIsNotThere_isForbidden(User alice) {
        alice.get(PATH, "!nobody-made-it:" + alice.serverName()).expectError(403, "M_FORBIDDEN");
    }

    @Test
    void bannedUser_isForbidden(User alice, User bob) {
        String space = space(alice);
        alice.ban(space, bob);

        bob.get(PATH, space).expectError(403, "M_FORBIDDEN");
    }
}
