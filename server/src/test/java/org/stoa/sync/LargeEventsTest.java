package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// A room with 40 large states and 40 large messages: its answers are made in pieces and its pages end early, and nothing is lost
/// or told twice where they are cut.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeEventsTest {
    private static final int COUNT = 40;
    private static final String TYPE = "org.example.large";
    private static final JsonObject CONTENT = JsonObject.of("text", "x".repeat(60_000));

    private TestServer server;
    private TestClient alice;
    private TestClient bob;
    private String room;
    private List<String> sent;

    @BeforeAll
    void makeTheRoom() {
        server = TestServer.start();
        alice = server.register("alice");
        bob = server.register("bob");
        room = alice.createRoomWith(bob);
        IntStream.range(0, COUNT).forEach(i -> alice.setState(room, TYPE, "key" + i, CONTENT));
        sent = IntStream.range(0, COUNT).mapToObj(i -> alice.send(room, TYPE, CONTENT)).toList();
    }

    @AfterAll
    void end() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{'room':{'state':{'lazy_load_members':true}}}"})
    void sync_ofALargeState_hasAllOfItOnce(String filter) {
        JsonObject sync = bob.get("/sync?filter={}", filter.replace('\'', '"')).ok();

        assertThat(keys(TestClient.events(sync, room, "state")))
                .containsExactlyInAnyOrderElementsOf(allKeys());
    }

    @Test
    void sync_withLargeStateInTheRoomBetweenOthers_hasAllRooms() {
        TestClient carol = server.register("carol");
        String before = carol.createRoom();
        alice.invite(room, carol);
        carol.join(room);
        String after = carol.createRoom();

        JsonObject sync = carol.sync();

        JsonObject joined = sync.object("rooms").orElseThrow().object("join").orElseThrow();
        assertThat(joined.names()).containsExactlyInAnyOrder(before, room, after);
        assertThat(keys(TestClient.events(sync, room, "state"))).hasSize(COUNT);
        assertThat(
                        TestClient.events(sync, after, "state").size()
                                + TestClient.timeline(sync, after).size())
                .isGreaterThan(5);
    }

    @Test
    void timeline_ofLargeEvents_isCut_andThePageBeforeItGoesOn() {
        JsonObject sync =
                bob.get("/sync?filter={}", "{\"room\":{\"timeline\":{\"limit\":1000}}}").ok();

        JsonObject timeline =
                sync.object("rooms")
                        .flatMap(rooms -> rooms.object("join"))
                        .flatMap(joined -> joined.object(room))
                        .flatMap(joined -> joined.object("timeline"))
                        .orElseThrow();
        List<String> ids = ids(timeline.array("events").orElseThrow().objects());
        assertThat(timeline.bool("limited")).contains(true);
        assertThat(ids).hasSizeBetween(15, 25);
        List<String> older = walk("b", timeline.string("prev_batch"));
        assertThat(ids.reversed()).startsWith(sent.getLast());
        List<String> all = new ArrayList<>(ids.reversed());
        all.addAll(older);
        assertThat(all).containsExactlyElementsOf(sent.reversed());
    }

    @Test
    void messages_ofLargeEvents_comeInPagesWithoutAGap() {
        assertThat(walk("b", Optional.empty())).containsExactlyElementsOf(sent.reversed());
        assertThat(walk("f", Optional.empty())).containsExactlyElementsOf(sent);
    }

    /// All pages of the timeline; each is cut before its limit.
    private List<String> walk(String direction, Optional<String> from) {
        List<String> ids = new ArrayList<>();
        Optional<String> next = from;
        do {
            String query = "/rooms/{}/messages?limit=1000&dir=" + direction;
            JsonObject page =
                    next.isEmpty()
                            ? bob.get(query, room).ok()
                            : bob.get(query + "&from={}", room, next.get()).ok();
            List<String> found = ids(page.array("chunk").orElseThrow().objects());
            assertThat(found).hasSizeLessThan(40);
            ids.addAll(found);
            next = page.string("end");
        } while (next.isPresent());
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        return ids;
    }

    @Test
    void initialSync_ofTheRoom_hasItsStateOnce() {
        JsonObject answer = bob.get("/rooms/{}/initialSync", room).ok();

        assertThat(keys(answer.array("state").orElseThrow().objects()))
                .containsExactlyInAnyOrderElementsOf(allKeys());
    }

    @Test
    void context_hasTheStateOnce_andTokensThatGoOn() {
        JsonObject answer =
                bob.get("/rooms/{}/context/{}?limit=100", room, sent.get(COUNT / 2)).ok();

        assertThat(keys(answer.array("state").orElseThrow().objects()))
                .containsExactlyInAnyOrderElementsOf(allKeys());
        List<String> before = ids(answer.array("events_before").orElseThrow().objects());
        List<String> older = walk("b", answer.string("start"));
        int first = sent.indexOf(before.getLast());
        assertThat(older).startsWith(sent.get(first - 1));
    }

    @Test
    void room_thatGetsLargeEvents_keepsFewOfThemInMemory() {
        var kept =
                server.homeserver()
                        .rooms()
                        .rooms()
                        .require(RoomId.tryParse(room).orElseThrow())
                        .recent()
                        .events();

        assertThat(kept.stream().mapToInt(StoredEvent::length).sum()).isLessThan(100 << 10);
    }

    /// The ids of the large messages among events.
    private List<String> ids(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.string("event_id").orElseThrow())
                .filter(sent::contains)
                .toList();
    }

    private static List<String> keys(List<JsonObject> state) {
        return state.stream()
                .filter(event -> event.string("type").equals(Optional.of(TYPE)))
                .map(event -> event.string("state_key").orElseThrow())
                .toList();
    }

    private static Set<String> allKeys() {
        Set<String> keys = new HashSet<>();
        IntStream.range(0, COUNT).forEach(i -> keys.add("key" + i));
        return keys;
    }
}
