package org.stoa.federation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.TestClient;
import org.stoa.testing.TwoServers;

/// Rooms and spaces that only another server knows.
@Timeout(60)
final class RemoteSpacesTest {
    private static final String HIERARCHY = "/_matrix/client/v1/rooms/{}/hierarchy";
    private static final String SUMMARY = "/_matrix/client/v1/room_summary/{}";

    @TempDir private Path folder;
    private TwoServers servers;
    private TestClient alice;
    private TestClient bob;

    @BeforeEach
    void start() {
        servers = new TwoServers(folder, UnaryOperator.identity(), UnaryOperator.identity());
        alice = servers.one().register("alice");
        bob = servers.two().register("bob");
    }

    @AfterEach
    void close() {
        servers.close();
    }

    private static String space(TestClient user, String name) {
        return user.createRoom(
                JsonObject.of(
                        "name",
                        name,
                        "preset",
                        "public_chat",
                        "creation_content",
                        JsonObject.of("type", "m.space")));
    }

    private static void child(TestClient user, String space, String room, String via) {
        user.setState(space, "m.space.child", room, JsonObject.of("via", List.of(via)));
    }

    @Test
    void hierarchy_goesOnAtOtherServers() {
        String root = space(alice, "Root");
        String below = space(bob, "Below");
        String open = bob.createRoom(json("{'name':'Open','preset':'public_chat'}"));
        String closed = bob.createRoom(json("{'name':'Closed','preset':'private_chat'}"));
        String own = alice.createRoom(json("{'name':'Own','preset':'private_chat'}"));
        child(alice, root, below, "two.test");
        for (String room : List.of(open, closed)) {
            child(bob, below, room, "two.test");
        }
        child(bob, below, own, "one.test");

        JsonObject answer = alice.get(HIERARCHY, root).ok();
        JsonObject first = alice.get(HIERARCHY + "?limit=2", root).ok();
        JsonObject second =
                alice.get(
                                HIERARCHY + "?limit=2&from={}",
                                root,
                                first.string("next_batch").orElseThrow())
                        .ok();

        assertThat(names(answer)).containsExactlyInAnyOrder("Root", "Below", "Open", "Own");
        assertThat(names(answer)).startsWith("Root", "Below");
        assertThat(names(first)).containsExactly("Root", "Below");
        assertThat(names(second)).containsExactlyInAnyOrder("Open", "Own");
        assertThat(answer.array("rooms").orElseThrow().objects().get(1).array("children_state"))
                .hasValueSatisfying(state -> assertThat(state.size()).isEqualTo(3));
    }

    @Test
    void room_thatWasRefused_isSeenAsSoonAsItMay() {
        String root = space(alice, "Root");
        String room = bob.createRoom(json("{'name':'Closed','preset':'private_chat'}"));
        child(alice, root, room, "two.test");
        assertThat(names(alice.get(HIERARCHY, root).ok())).containsExactly("Root");

        bob.setState(room, "m.room.join_rules", "", JsonObject.of("join_rule", "public"));

        assertThat(names(alice.get(HIERARCHY, root).ok())).containsExactly("Root", "Closed");
    }

    private static List<String> names(JsonObject page) {
        return page.array("rooms").orElseThrow().objects().stream()
                .map(room -> room.string("name").orElseThrow())
                .toList();
    }

    @Test
    void summary_ofARoomElsewhere_isAskedFor() {
        String open =
                bob.createRoom(
                        json("{'name':'Open','preset':'public_chat','room_alias_name':'open'}"));
        String closed = bob.createRoom(json("{'name':'Closed','preset':'private_chat'}"));

        JsonObject summary = alice.get(SUMMARY + "?via=two.test", open).ok();

        assertThat(summary.string("name")).contains("Open");
        assertThat(summary.string("membership")).contains("leave");
        assertThat(alice.get(SUMMARY, "#open:two.test").ok()).isEqualTo(summary);
        assertThat(alice.get(SUMMARY + "?via=two.test", closed).error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(servers.one().anonymous().get(SUMMARY + "?via=two.test", open).error())
                .isEqualTo("404 M_NOT_FOUND");
    }
}
