package org.stoa.federation.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.LargeResult;
import org.stoa.remote.connect.AnswerMemory;
import org.stoa.remote.connect.AnswerText;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.TestServer;

/// States in answers, in whatever order their events come.
final class LargeStateTest {
    private static final int MEMBERS = 250;
    private static final int MAX_AT_ONCE = 200;

    private final ForeignServer peer = new ForeignServer();
    private final TestServer server = TestServer.start(peer.trusted());
    private final String creator = peer.user("creator");

    @AfterEach
    void stop() {
        server.close();
        peer.close();
    }

    private ForeignRoom room(RoomVersion version, int members) {
        ForeignRoom room = ForeignRoom.create(version, creator);
        for (int i = 0; i < members; i++) {
            room.join(peer.user("m" + i), room.last());
        }
        return room;
    }

    private LargeState read(ForeignRoom room, Json answer) {
        return read(room, answer.toBytes(), AnswerMemory.UNCOUNTED);
    }

    private LargeState read(ForeignRoom room, byte[] answer, AnswerMemory memory) {
        return LargeState.of(
                new LargeResult.Text(AnswerText.of(answer), memory),
                "state",
                room.roomId(),
                room.version().rules(),
                server.homeserver().federation().pdus(),
                id -> true);
    }

    private static Json shuffled(List<Event> events, Json... others) {
        List<Json> all = new ArrayList<>(List.of(others));
        events.forEach(event -> all.add(event.json()));
        Collections.shuffle(all, new Random(3));
        return JsonArray.of(all);
    }

    private static List<Event> all(LargeState state) {
        List<Event> all = new ArrayList<>();
        state.forEachBatch(
                batch -> {
                    assertThat(batch).hasSizeBetween(1, MAX_AT_ONCE);
                    all.addAll(batch);
                });
        return all;
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "V2", "V3", "V10", "V12"})
    void events_inAnyOrder_comeOnceEachAfterItsAuthEvents(RoomVersion version) {
        ForeignRoom room = room(version, MEMBERS);
        List<Event> events = room.events();
        JsonObject answer =
                JsonObject.of(
                        "auth_chain",
                        shuffled(events.subList(0, 5)),
                        "state",
                        shuffled(events, Json.of(1), JsonObject.EMPTY, new JsonString("x")),
                        "event",
                        JsonObject.of("a", 1));

        LargeState state = read(room, answer);
        List<Event> read = all(state);

        assertThat(read).containsExactlyInAnyOrderElementsOf(events);
        Set<EventId> before = new HashSet<>();
        for (Event event : read) {
            assertThat(before).containsAll(event.authEvents());
            before.add(event.eventId());
        }
        assertThat(state.state())
                .containsExactlyInAnyOrderElementsOf(events.stream().map(Event::eventId).toList());
        assertThat(state.create()).contains(room.create());
        assertThat(state.member("event")).contains(JsonObject.of("a", 1));
        assertThat(state.member("nothing")).isEmpty();
        assertThat(state.isArray("state")).isTrue();
        assertThat(state.isArray("event")).isFalse();
        assertThat(state.isArray("nothing")).isFalse();
    }

    @Test
    void events_thatNobodySigned_areLeftOut() {
        ForeignRoom room = room(RoomVersion.V11, 2);
        Event last = room.last();
        List<Event> others = room.events().subList(0, room.events().size() - 1);
        JsonObject unsigned = last.json().with("signatures", JsonObject.EMPTY);

        LargeState state =
                read(
                        room,
                        JsonObject.of(
                                "auth_chain",
                                JsonArray.EMPTY,
                                "state",
                                shuffled(others, unsigned)));

        assertThat(all(state)).containsExactlyInAnyOrderElementsOf(others);
        assertThat(state.find(last.eventId())).isEmpty();
        assertThat(state.find(others.getLast().eventId())).contains(others.getLast());
    }

    @Test
    void event_thatOnlyTheAuthChainHas_isNoneOfTheState() {
        ForeignRoom room = room(RoomVersion.V11, 3);
        List<Event> events = room.events();

        LargeState state =
                read(
                        room,
                        JsonObject.of(
                                "auth_chain",
                                shuffled(events),
                                "state",
                                shuffled(events.subList(0, 2))));

        assertThat(all(state)).hasSameSizeAs(events);
        assertThat(state.state())
                .containsExactlyInAnyOrder(events.get(0).eventId(), events.get(1).eventId());
    }

    @Test
    void someEvents_whenOnlyTheyAreWanted_areHandedOver() {
        ForeignRoom room = room(RoomVersion.V11, 3);
        LargeState state =
                read(
                        room,
                        JsonObject.of(
                                "auth_chain", JsonArray.EMPTY, "state", shuffled(room.events())));

        assertThat(all(state.only(Set.of(room.last().eventId())))).containsExactly(room.last());
    }

    @Test
    void events_thatAreLarge_areFewAtOnce() {
        ForeignRoom room = room(RoomVersion.V11, 0);
        JsonArray numbers = JsonArray.of(Collections.nCopies(30_000, Json.of(1)));
        for (int i = 0; i < 30; i++) {
            room.state(creator, "x.many", "k" + i, JsonObject.of("numbers", numbers), room.last());
        }
        LargeState state =
                read(
                        room,
                        JsonObject.of(
                                "auth_chain", JsonArray.EMPTY, "state", shuffled(room.events())));
        List<Integer> sizes = new ArrayList<>();

        state.forEachBatch(batch -> sizes.add(batch.size()));

        assertThat(sizes).allMatch(size -> size <= 10);
        assertThat(sizes.stream().mapToInt(each -> each).sum()).isEqualTo(room.events().size());
    }

    @Test
    void answer_forWhoseIdsThereIsNoRoom_isRefused() {
        ForeignRoom room = room(RoomVersion.V11, 10);
        byte[] answer =
                JsonObject.of("auth_chain", JsonArray.EMPTY, "state", shuffled(room.events()))
                        .toBytes();

        assertThatThrownBy(() -> read(room, answer, bytes -> bytes < 1_000))
                .isInstanceOf(MatrixException.class)
                .hasMessageContaining("no room in memory");
    }

    @Test
    void answer_ofMoreThanAMillionEvents_isRefused() {
        ForeignRoom room = room(RoomVersion.V11, 0);
        String many = "{\"state\":[1" + ",1".repeat(1_000_000) + "]}";

        assertThatThrownBy(
                        () ->
                                read(
                                        room,
                                        many.getBytes(StandardCharsets.UTF_8),
                                        AnswerMemory.UNCOUNTED))
                .isInstanceOf(MatrixException.class)
                .hasMessageContaining("more than 1000000 events");
    }

    @Test
    void answer_thatIsNoJson_isRefused() {
        ForeignRoom room = room(RoomVersion.V11, 0);

        assertThatThrownBy(
                        () ->
                                read(
                                        room,
                                        "{\"state\":[".getBytes(StandardCharsets.UTF_8),
                                        AnswerMemory.UNCOUNTED))
                .isInstanceOf(MatrixException.class)
                .hasMessageContaining("Malformed JSON");
    }
}
