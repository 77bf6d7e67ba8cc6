package org.stoa.federation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /// More than another server is asked about for one page.
    private static final int MANY = 23;

    @Test
    void hierarchy_ofMoreRoomsElsewhereThanAreAskedForAtOnce_hasThemAllInTheirOrder() {
        String root = space(alice, "Root");
        List<String> expected = new ArrayList<>(List.of("Root"));
        for (int i = 0; i < MANY; i++) {
            String below = space(bob, "Below" + i);
            String open =
                    bob.createRoom(JsonObject.of("name", "Open" + i, "preset", "public_chat"));
            child(bob, below, open, "two.test");
            orderedChild(root, below, i);
            expected.addAll(List.of("Below" + i, "Open" + i));
        }

        List<List<String>> pages = pages(root);

        assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(expected);
        assertThat(pages).hasSize(3);
    }

    @Test
    void hierarchy_ofRoomsThatNobodyTellsOf_comesToWhatIsBehindThem() {
        String root = space(alice, "Root");
        for (int i = 0; i < MANY; i++) {
            orderedChild(
                    root, bob.createRoom(json("{'name':'Closed','preset':'private_chat'}")), i);
        }
        orderedChild(root, bob.createRoom(json("{'name':'Open','preset':'public_chat'}")), MANY);

        List<List<String>> pages = pages(root);

        assertThat(pages).containsExactly(List.of("Root"), List.of(), List.of("Open"));
    }

    @Test
    void hierarchy_ofRoomsThatNobodyElseCanKnow_asksNobody() {
        String root = space(alice, "Root");
        for (int i = 0; i < MANY; i++) {
            child(alice, root, "!nowhere" + i + ":one.test", "one.test");
        }
        child(
                alice,
                root,
                bob.createRoom(json("{'name':'Open','preset':'public_chat'}")),
                "two.test");

        assertThat(pages(root)).containsExactly(List.of("Root", "Open"));
    }

    private void orderedChild(String space, String room, int place) {
        JsonObject content =
                JsonObject.of("via", List.of("two.test"), "order", "%03d".formatted(place));
        alice.setState(space, "m.space.child", room, content);
    }

    /// The names of the rooms of each page.
    private List<List<String>> pages(String root) {
        List<List<String>> pages = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            String from = next.map(token -> "&from=" + token).orElse("");
            JsonObject page = alice.get(HIERARCHY + "?limit=100" + from, root).ok();
            pages.add(names(page));
            next = page.string("next_batch");
        } while (next.isPresent());
        return pages;
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
