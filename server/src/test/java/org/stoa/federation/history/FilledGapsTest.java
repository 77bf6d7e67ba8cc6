package org.stoa.federation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestClient;

/// Users who go back to what was before their server came, and what other servers give for it.
@Timeout(120)
final class FilledGapsTest {
    private static final String BACKFILL = "GET /_matrix/federation/v1/backfill/";
    private static final String STATE_IDS = "GET /_matrix/federation/v1/state_ids/";

    private final SharedRoom shared = SharedRoom.start(RoomVersion.V11);
    private final TestClient alice = shared.server.register("alice");

    @AfterEach
    void close() {
        shared.close();
    }

    /// Messages of the creator, each after the one before.
    private List<Event> messages(int count) {
        List<Event> messages = new ArrayList<>();
        Event last = shared.foreign.last();
        for (int i = 0; i < count; i++) {
            last = shared.foreign.message(shared.creator, "message " + i, last);
            messages.add(last);
        }
        return messages;
    }

    /// Lets the other server tell the truth.
    private void answerHonestly() {
        shared.other
                .answering(
                        BACKFILL,
                        (request, out) ->
                                ScriptedServer.json(
                                        out,
                                        200,
                                        pdus(before(
                                                        request.all("v"),
                                                        Integer.parseInt(request.value("limit"))))
                                                .toString()))
                .answering(
                        STATE_IDS,
                        (request, out) ->
                                ScriptedServer.json(
                                        out,
                                        200,
                                        stateIds(EventId.parse(request.value("event_id")))
                                                .toString()));
    }

    private List<Event> before(List<String> from, int limit) {
        List<Event> all = shared.foreign.events();
        int newest =
                all.stream()
                        .filter(event -> from.contains(event.eventId().toString()))
                        .mapToInt(all::indexOf)
                        .max()
                        .orElseThrow();
        return all.subList(Math.max(0, newest + 1 - limit), newest + 1).reversed();
    }

    private static JsonObject pdus(Collection<Event> events) {
        return JsonObject.of(
                "origin",
                "x",
                "origin_server_ts",
                1,
                "pdus",
                JsonArray.of(events.stream().map(Event::json).toList()));
    }

    private JsonObject stateIds(EventId event) {
        Collection<EventId> state =
                shared.foreign.stateBefore(shared.foreign.event(event)).values();
        Set<String> chain =
                state.stream()
                        .flatMap(id -> shared.foreign.authChain(shared.foreign.event(id)).stream())
                        .map(each -> each.eventId().toString())
                        .collect(Collectors.toSet());
        return JsonObject.of(
                "pdu_ids",
                JsonArray.ofStrings(state.stream().map(EventId::toString).toList()),
                "auth_chain_ids",
                JsonArray.ofStrings(chain));
    }

    private JsonObject page(String from, int limit) {
        String start = from.isEmpty() ? "" : "&from=" + from;
        return alice.get("/rooms/{}/messages?dir=b&limit=" + limit + start, shared.id()).ok();
    }

    private static List<String> ids(JsonObject page) {
        return page.array("chunk").orElseThrow().objects().stream()
                .map(event -> event.string("event_id").orElseThrow())
                .toList();
    }

    private List<String> newestFirst() {
        return shared.foreign.events().reversed().stream()
                .map(event -> event.eventId().toString())
                .toList();
    }

    @Test
    void messages_beyondTheJoin_comeInOrderDownToTheBeginning() {
        messages(250);
        shared.enter(alice);
        answerHonestly();

        List<String> all = new ArrayList<>();
        String from = "";
        do {
            JsonObject page = page(from, 60);
            all.addAll(ids(page));
            from = page.string("end").orElse("");
        } while (!from.isEmpty());

        assertThat(all).isEqualTo(newestFirst());
        assertThat(shared.other.heard(BACKFILL)).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void messages_thatCameLate_areNotNew() {
        messages(20);
        shared.enter(alice);
        answerHonestly();
        String since = alice.sync().string("next_batch").orElseThrow();

        page("", 30);

        assertThat(TestClient.timeline(alice.syncSince(since), shared.id())).isEmpty();
        JsonObject room =
                alice.sync()
                        .object("rooms")
                        .orElseThrow()
                        .object("join")
                        .orElseThrow()
                        .object(shared.id())
                        .orElseThrow();
        assertThat(room.object("unread_notifications").orElseThrow())
                .isEqualTo(JsonObject.of("highlight_count", 0, "notification_count", 0));
    }

    @Test
    void context_ofTheJoin_showsWhatWasBefore() {
        List<Event> messages = messages(3);
        Event join = shared.enter(alice);
        answerHonestly();

        JsonObject context =
                alice.get("/rooms/{}/context/{}?limit=4", shared.id(), join.eventId().toString())
                        .ok();

        assertThat(context.array("events_before").orElseThrow().objects())
                .extracting(event -> event.string("event_id").orElseThrow())
                .containsExactly(
                        messages.get(2).eventId().toString(), messages.get(1).eventId().toString());
    }

    @Test
    void timestamp_beforeTheJoin_leadsToAnEventThatIsFetched() {
        List<Event> messages = messages(150);
        shared.enter(alice);
        answerHonestly();
        Event wanted = messages.get(20);
        shared.other.answering(
                "GET /_matrix/federation/v1/timestamp_to_event/",
                JsonObject.of(
                        "event_id",
                        wanted.eventId().toString(),
                        "origin_server_ts",
                        wanted.originServerTs()));

        JsonObject found =
                alice.get(
                                "/_matrix/client/v1/rooms/{}/timestamp_to_event?dir=b&ts={}",
                                shared.id(),
                                "" + (wanted.originServerTs() + 1))
                        .ok();

        assertThat(found.string("event_id")).contains(wanted.eventId().toString());
        alice.get("/rooms/{}/context/{}", shared.id(), wanted.eventId().toString()).ok();
    }

    @Test
    void history_thatTheUserMayNotSee_isNotAskedFor() {
        shared.visibility("joined", shared.foreign.last());
        messages(3);
        Event join = shared.enter(alice);
        answerHonestly();

        JsonObject page = page("", 10);

        assertThat(ids(page)).containsExactly(join.eventId().toString());
        assertThat(shared.other.heard(BACKFILL)).isEmpty();
    }

    @Test
    void backfilledEvents_areForServersThatWereThere() {
        try (ForeignServer third = shared.other.another()) {
            Event hidden = shared.visibility("joined", shared.foreign.last());
            Event before = shared.foreign.message(shared.creator, "before", hidden);
            Event bob = shared.foreign.join(third.user("bob"), before);
            Event during = shared.foreign.message(shared.creator, "during", bob);
            Event gone =
                    shared.foreign.member(third.user("bob"), third.user("bob"), "leave", during);
            Event after = shared.foreign.message(shared.creator, "after", gone);
            shared.visibility("shared", after);
            shared.enter(alice);
            answerHonestly();

            page("", 20);

            assertThat(isWholeFor(third, before)).isFalse();
            assertThat(isWholeFor(third, bob)).isTrue();
            assertThat(isWholeFor(third, during)).isTrue();
            assertThat(isWholeFor(third, after)).isFalse();
            assertThat(isWholeFor(shared.other, after)).isTrue();
        }
    }

    private boolean isWholeFor(ForeignServer server, Event event) {
        var rooms = shared.server.homeserver().rooms();
        var database = shared.server.homeserver().database();
        long number = database.names().findServer(server.name()).orElseThrow();
        return database.read(
                        tx ->
                                rooms.graph()
                                        .forServer(
                                                tx,
                                                shared.room(),
                                                number,
                                                List.copyOf(
                                                        rooms.events()
                                                                .findAll(
                                                                        tx,
                                                                        shared.room().nid(),
                                                                        List.of(event.eventId()))
                                                                .values())))
                .getFirst()
                .parsed()
                .json()
                .equals(event.json());
    }

    @Test
    void backfill_ofAnotherRoom_bringsNothing() {
        messages(3);
        ForeignRoom elsewhere = ForeignRoom.create(RoomVersion.V11, shared.creator);
        Event join = shared.enter(alice);
        shared.other.answering(BACKFILL, pdus(elsewhere.events()));

        assertThat(ids(page("", 10))).containsExactly(join.eventId().toString());
        assertThat(known()).containsExactly(join.eventId().toString());
    }

    @Test
    void backfill_thatDoesNotHangTogether_bringsOnlyWhatDoes() {
        List<Event> messages = messages(10);
        Event join = shared.enter(alice);
        answerHonestly();
        shared.other.answering(
                BACKFILL, pdus(List.of(messages.get(9), messages.get(2), messages.get(1))));

        List<String> seen = ids(page("", 10));

        assertThat(seen)
                .containsExactly(join.eventId().toString(), messages.get(9).eventId().toString());
    }

    @Test
    void backfill_ofTenThousandEvents_isCutShort() {
        messages(400);
        shared.enter(alice);
        answerHonestly();
        shared.other.answering(
                BACKFILL,
                (request, out) ->
                        ScriptedServer.json(
                                out, 200, pdus(before(request.all("v"), 400)).toString()));

        page("", 20);

        assertThat(known()).hasSizeLessThanOrEqualTo(101);
    }

    @Test
    void backfill_withForgedSignatures_bringsNothing() {
        messages(3);
        Event join = shared.enter(alice);
        List<JsonObject> forged =
                before(List.of(join.prevEvents().getFirst().toString()), 3).stream()
                        .map(event -> event.json().with("depth", JsonNumber.of(77)))
                        .toList();
        shared.other.answering(
                BACKFILL,
                JsonObject.of("origin", "x", "origin_server_ts", 1, "pdus", JsonArray.of(forged)));

        assertThat(ids(page("", 10))).containsExactly(join.eventId().toString());
        assertThat(known()).containsExactly(join.eventId().toString());
    }

    @Test
    void backfill_thatIsEmpty_isNotAskedForAgainAtOnce() {
        messages(3);
        Event join = shared.enter(alice);
        shared.other.answering(BACKFILL, pdus(List.of()));

        assertThat(ids(page("", 10))).containsExactly(join.eventId().toString());
        assertThat(page("", 10).has("end")).isFalse();
        assertThat(shared.other.heard(BACKFILL)).hasSize(1);
    }

    @Test
    void server_thatIsSilent_holdsNobodyLongerThanTheLimit() {
        messages(3);
        Event join = shared.enter(alice);
        shared.other.answering(BACKFILL, (request, out) -> Thread.sleep(60_000));

        JsonObject page = page("", 10);

        assertThat(ids(page)).containsExactly(join.eventId().toString());
        assertThat(page.has("end")).isTrue();
    }

    /// What of the room has a place in the timeline.
    private List<String> known() {
        return shared
                .server
                .homeserver()
                .database()
                .read(
                        tx ->
                                shared.server
                                        .homeserver()
                                        .rooms()
                                        .events()
                                        .backwards(tx, shared.room().nid(), Long.MAX_VALUE, 1_000))
                .stream()
                .map(event -> event.eventId().toString())
                .toList();
    }
}
