package org.stoa.rooms.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.boot.HomeserverConfig;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.RoomsModule;
import org.stoa.rooms.head.Room;
import org.stoa.storage.SqlWatch;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Spaces that name more rooms, or say more of them, than anybody needs: what they cost is bounded, and so is what is told.
@Timeout(120)
final class LargeSpaceTest {
    private static final String PATH = "/_matrix/client/v1/rooms/{}/hierarchy";
    private static final String FEDERATION = "/_matrix/federation/v1/hierarchy/{}";

    private final Statements statements = new Statements();
    private final ForeignServer other = new ForeignServer();
    private final TestServer server =
            TestServer.start(config -> other.trusted().apply(watched(config, statements)));
    private final TestClient alice = server.register("alice");

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    /// Counts the statements that ask for events, names and rooms.
    private static final class Statements implements SqlWatch {
        private final AtomicInteger counted = new AtomicInteger();

        @Override
        public void runs(String sql, @Nullable Object[] parameters) {
            if (sql.matches("(?s).*\\bFROM (event|state_key|event_type|room|user_name)\\b.*")) {
                counted.incrementAndGet();
            }
        }

        int during(Runnable action) {
            counted.set(0);
            action.run();
            return counted.get();
        }
    }

    private static HomeserverConfig watched(HomeserverConfig config, SqlWatch watch) {
        return new HomeserverConfig(
                config.database().withWatch(watch),
                config.http(),
                config.accounts(),
                config.rooms());
    }

    @Test
    void space_ofAThousandRooms_isReadOnceAndThenOnlyWhatChanges() {
        String space = space(children(1_000, "{'via':['localhost']}"));
        String room = alice.createRoom();

        int first = statements.during(() -> alice.get(PATH, space).ok());
        int again = statements.during(() -> alice.get(PATH, space).ok());
        child(space, room, "{'via':['localhost'],'order':'a'}");
        int changed = statements.during(() -> alice.get(PATH, space).ok());

        assertThat(first).isLessThan(100);
        assertThat(again).isLessThan(40);
        assertThat(changed).isLessThan(40);
    }

    @Test
    void roomsOfALargeSpace_whoseNamesCameFirst_areThoseThatCount() {
        String space = space(List.of());
        for (String room : List.of("!c:x", "!b:x", "!a:x", "!d:x")) {
            child(space, room, "{'via':['x'],'order':'" + room.charAt(1) + "'}");
        }
        RoomsModule rooms = server.homeserver().rooms();
        SpaceChildren children =
                new SpaceChildren(
                        rooms.events(), server.homeserver().database(), child -> false, 3);
        Room room = rooms.rooms().require(RoomId.parse(space));
        List<List<String>> counted = new ArrayList<>();

        counted.add(named(children, room));
        child(space, "!b:x", "{'via':['x'],'order':'z'}");
        counted.add(named(children, room));
        child(space, "!c:x", "{}");
        counted.add(named(children, room));

        assertThat(counted)
                .containsExactly(
                        List.of("!a:x", "!b:x", "!c:x"),
                        List.of("!a:x", "!c:x", "!b:x"),
                        List.of("!a:x", "!b:x"));
    }

    private static List<String> named(SpaceChildren children, Room room) {
        return children.of(room, false).stream()
                .map(child -> child.place().room().toString())
                .toList();
    }

    @Test
    void room_thatIsAddedRemovedAndRedacted_isShownAsItIsThen() {
        String space = space(List.of());
        String room = alice.createRoom();
        List<List<String>> shown = new ArrayList<>();

        for (String content : List.of("{'via':['localhost']}", "{}", "{'via':['x']}")) {
            child(space, room, content);
            shown.add(rooms(alice.get(PATH, space).ok()));
        }
        String event = child(space, room, "{'via':['localhost'],'suggested':true}");
        shown.add(rooms(alice.get(PATH + "?suggested_only=true", space).ok()));
        alice.put("/rooms/{}/redact/{}/1", JsonObject.EMPTY, space, event).ok();
        shown.add(rooms(alice.get(PATH, space).ok()));

        assertThat(shown)
                .containsExactly(
                        List.of(space, room),
                        List.of(space),
                        List.of(space, room),
                        List.of(space, room),
                        List.of(space));
    }

    @Test
    void eventsOfChildren_thatAreLarge_areShownUpToAMegabyte() {
        String padding = "x".repeat(30_000);
        List<String> rooms = new ArrayList<>(List.of());
        String space = space(List.of());
        for (int i = 0; i < 60; i++) {
            String room = alice.createRoom();
            rooms.add(room);
            String order = String.format(Locale.ROOT, "%02d", i);
            child(
                    space,
                    room,
                    "{'via':['localhost'],'order':'" + order + "','p':'" + padding + "'}");
        }

        JsonObject page = alice.get(PATH + "?limit=100", space).ok();
        JsonObject told = other.get(server.anonymous(), FEDERATION, space).ok();

        assertThat(rooms(page)).hasSize(61).endsWith(rooms.getLast());
        assertThat(states(page.array("rooms").orElseThrow().objects().getFirst()))
                .isEqualTo(rooms.subList(0, 35));
        assertThat(states(told.object("room").orElseThrow())).isEqualTo(rooms.subList(0, 35));
    }

    @Test
    void page_ofSpacesThatSayMuch_endsBeforeItsLimit() {
        String padding = "x".repeat(60_000);
        String space = space(List.of());
        List<String> expected = new ArrayList<>(List.of(space));
        for (int i = 0; i < 8; i++) {
            String inner = space(children(20, "{'via':['localhost'],'p':'" + padding + "'}"));
            child(space, inner, "{'via':['localhost'],'order':'" + i + "'}");
            expected.add(inner);
        }

        List<String> told = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<String> from = Optional.of("");
        while (from.isPresent()) {
            JsonObject page = alice.get(PATH + "?from={}", space, from.get()).ok();
            told.addAll(rooms(page));
            sizes.add(page.toString().length() / 1_000_000);
            from = page.string("next_batch");
        }

        assertThat(told).isEqualTo(expected);
        assertThat(sizes).hasSize(3).allMatch(megabytes -> megabytes <= 4);
    }

    private String space(List<JsonObject> children) {
        return alice.createRoom(
                json("{'preset':'public_chat','creation_content':{'type':'m.space'}}")
                        .with("initial_state", JsonArray.of(children)));
    }

    private static List<JsonObject> children(int count, String content) {
        List<JsonObject> children = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            children.add(child("!nowhere" + i + ":localhost", content));
        }
        return children;
    }

    private static JsonObject child(String room, String content) {
        return JsonObject.of("type", "m.space.child", "state_key", room, "content", json(content));
    }

    private String child(String space, String room, String content) {
        return alice.setState(space, "m.space.child", room, json(content));
    }

    private static List<String> rooms(JsonObject page) {
        return page.array("rooms").orElseThrow().objects().stream()
                .map(room -> room.string("room_id").orElseThrow())
                .toList();
    }

    private static List<String> states(JsonObject room) {
        return room.array("children_state").orElseThrow().objects().stream()
                .map(state -> state.string("state_key").orElseThrow())
                .toList();
    }
}
