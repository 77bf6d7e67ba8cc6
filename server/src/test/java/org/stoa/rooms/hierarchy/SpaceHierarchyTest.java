package org.stoa.rooms.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SpaceHierarchyTest {
    private static final String PATH = "/_matrix/client/v1/rooms/{}/hierarchy";

    private final TestServer server = TestServer.start();
    private final TestClient alice = server.register("alice");
    private final TestClient bob = server.register("bob");

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void hierarchy_ofNestedSpaces_isDepthFirstInTheOrderOfTheSpace() {
        String space = space("public");
        String inner = space("public");
        String deep = room("public");
        String first = room("public");
        String last = room("public");
        child(space, last, "{'via':['localhost']}");
        child(space, inner, "{'via':['localhost'],'order':'b'}");
        child(space, first, "{'via':['localhost'],'order':'a'}");
        child(inner, deep, "{'via':['localhost']}");

        assertThat(rooms(bob, PATH, space)).containsExactly(space, first, inner, deep, last);
    }

    @Test
    void childrenState_always_isStrippedWithItsTime() {
        String space = space("public");
        String child = room("invite");
        child(space, child, "{'via':['localhost'],'suggested':true}");

        JsonObject chunk = bob.get(PATH, space).objects("rooms").getFirst();

        assertThat(chunk.array("children_state").orElseThrow().objects())
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.names())
                                    .containsExactlyInAnyOrder(
                                            "type",
                                            "state_key",
                                            "sender",
                                            "content",
                                            "origin_server_ts");
                            assertThat(event.string("state_key")).contains(child);
                        });
        assertThat(chunk.string("room_type")).contains("m.space");
        assertThat(chunk.string("room_version")).contains("12");
    }

    @Test
    void rooms_thatTheUserMayNotSee_areLeftOutWithWhatIsBelow() {
        String space = space("public");
        String hidden = space("invite");
        String below = room("public");
        String knockable = room("knock");
        String readable = room("invite");
        alice.setState(
                readable,
                "m.room.history_visibility",
                "",
                JsonObject.of("history_visibility", "world_readable"));
        String invited = room("invite");
        alice.invite(invited, bob);
        for (String room : List.of(hidden, knockable, readable, invited, "!gone:localhost")) {
            child(space, room, "{'via':['localhost']}");
        }
        child(hidden, below, "{'via':['localhost']}");

        assertThat(rooms(bob, PATH, space))
                .containsExactlyInAnyOrder(space, knockable, readable, invited);
        assertThat(rooms(alice, PATH, space)).contains(hidden, below);
    }

    @Test
    void loop_ofSpaces_ends() {
        String one = space("public");
        String other = space("public");
        child(one, other, "{'via':['localhost']}");
        child(other, one, "{'via':['localhost']}");

        assertThat(rooms(bob, PATH, one)).containsExactly(one, other);
    }

    @Test
    void child_withoutVia_isNone() {
        String space = space("public");
        String removed = room("public");
        child(space, removed, "{'via':['localhost']}");
        child(space, removed, "{}");

        assertThat(rooms(bob, PATH, space)).containsExactly(space);
    }

    @Test
    void suggestedOnly_asked_leavesTheOthersOut() {
        String space = space("public");
        String suggested = room("public");
        child(space, suggested, "{'via':['localhost'],'suggested':true}");
        child(space, room("public"), "{'via':['localhost']}");

        assertThat(rooms(bob, PATH + "?suggested_only=true", space))
                .containsExactly(space, suggested);
    }

    @Test
    void maxDepth_asked_endsTheWalkThere() {
        String space = space("public");
        String inner = space("public");
        String deep = room("public");
        child(space, inner, "{'via':['localhost']}");
        child(inner, deep, "{'via':['localhost']}");

        assertThat(rooms(bob, PATH + "?max_depth=0", space)).containsExactly(space);
        assertThat(rooms(bob, PATH + "?max_depth=1", space)).containsExactly(space, inner);
        assertThat(rooms(bob, PATH + "?max_depth=2", space)).containsExactly(space, inner, deep);
    }

    @Test
    void pages_followed_tellEachRoomOnce() {
        String space = space("public");
        List<String> expected = new ArrayList<>(List.of(space));
        for (int i = 0; i < 6; i++) {
            String room = room("public");
            child(space, room, "{'via':['localhost'],'order':'" + i + "'}");
            expected.add(room);
        }

        List<String> told = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<String> from = Optional.of("");
        while (from.isPresent()) {
            JsonObject page = bob.get(PATH + "?limit=3&from={}", space, from.get()).ok();
            List<String> rooms = ids(page);
            told.addAll(rooms);
            sizes.add(rooms.size());
            from = page.string("next_batch");
        }

        assertThat(told).isEqualTo(expected);
        assertThat(sizes).containsExactly(3, 3, 1);
    }

    @Test
    void page_withOtherParameters_isRefused() {
        String space = space("public");
        child(space, room("public"), "{'via':['localhost']}");
        String next = bob.get(PATH + "?limit=1", space).string("next_batch");

        assertThat(bob.get(PATH + "?limit=1&max_depth=3&from={}", space, next).error())
                .isEqualTo("400 M_INVALID_PARAM");
        assertThat(bob.get(PATH + "?suggested_only=true&from={}", space, next).error())
                .isEqualTo("400 M_INVALID_PARAM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?from=nonsense", "?limit=0", "?limit=-1", "?max_depth=-1", "?limit=x"})
    void hierarchy_withABadParameter_isRefused(String query) {
        assertThat(bob.get(PATH + query, space("public")).error()).isEqualTo("400 M_INVALID_PARAM");
    }

    @Test
    void hierarchy_ofASpaceThatTheUserMayNotSee_isForbidden() {
        assertThat(bob.get(PATH, space("invite")).error()).isEqualTo("403 M_FORBIDDEN");
        assertThat(bob.get(PATH, "!none:localhost").error()).isEqualTo("403 M_FORBIDDEN");
    }

    private String space(String rule) {
        return made(json("{'creation_content':{'type':'m.space'}}"), rule);
    }

    private String room(String rule) {
        return made(JsonObject.EMPTY, rule);
    }

    private String made(JsonObject request, String rule) {
        String room = alice.createRoom(request);
        alice.setState(room, "m.room.join_rules", "", JsonObject.of("join_rule", rule));
        return room;
    }

    private void child(String space, String room, String content) {
        alice.setState(space, "m.space.child", room, json(content));
    }

    private static List<String> rooms(TestClient client, String path, String space) {
        return ids(client.get(path, space).ok());
    }

    private static List<String> ids(JsonObject page) {
        return page.array("rooms").orElseThrow().objects().stream()
                .map(room -> room.string("room_id").orElseThrow())
                .toList();
    }
}
