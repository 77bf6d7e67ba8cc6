package org.stoa.federation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.Proves;
import org.stoa.testing.TestClient;

/// What another server gets when it asks about events of a room.
@Timeout(60)
final class AskedHistoryTest {
    private static final String FEDERATION = "/_matrix/federation/v1/";

    private final SharedRoom shared = SharedRoom.start(RoomVersion.V11);
    private final TestClient alice = shared.server.register("alice");
    private final Event join = shared.enter(alice);

    @AfterEach
    void close() {
        shared.close();
    }

    private static JsonArray ids(Collection<Event> events) {
        return JsonArray.ofStrings(events.stream().map(each -> each.eventId().toString()).toList());
    }

    private static List<JsonObject> pdus(Collection<Event> events) {
        return events.stream().map(Event::json).toList();
    }

    private List<Event> stateBefore(Event event) {
        return shared.foreign.stateBefore(event).values().stream()
                .map(shared.foreign::event)
                .toList();
    }

    @Test
    @Proves({"server-server/getEvent", "server-server/getEventAuth"})
    void event_andWhatAuthorisesIt_isGivenWhole() {
        Event message = shared.foreign.message(shared.creator, "hello", join);
        shared.receive(message);

        JsonObject answer = shared.asked(FEDERATION + "event/{}", id(message)).ok();

        assertThat(answer)
                .isEqualTo(
                        JsonObject.of(
                                "origin",
                                "localhost",
                                "origin_server_ts",
                                shared.server.time().millis(),
                                "pdus",
                                List.of(message.json())));
        assertThat(
                        shared.asked(FEDERATION + "event_auth/{}/{}", shared.id(), id(message))
                                .objects("auth_chain"))
                .containsExactlyInAnyOrderElementsOf(pdus(shared.foreign.authChain(message)));
    }

    @Test
    @Proves({"server-server/getRoomState", "server-server/getRoomStateIds"})
    void state_beforeAnEvent_isGivenWithItsAuthChain() {
        Event name =
                shared.foreign.state(
                        shared.creator, "m.room.name", "", JsonObject.of("name", "a"), join);
        Event later =
                shared.foreign.state(
                        shared.creator, "m.room.name", "", JsonObject.of("name", "b"), name);
        shared.receive(name, later);
        Set<Event> chain =
                stateBefore(later).stream()
                        .flatMap(event -> shared.foreign.authChain(event).stream())
                        .collect(Collectors.toSet());

        JsonObject state =
                shared.asked(FEDERATION + "state/{}?event_id={}", shared.id(), id(later)).ok();
        JsonObject ids =
                shared.asked(FEDERATION + "state_ids/{}?event_id={}", shared.id(), id(later)).ok();

        assertThat(state.array("pdus").orElseThrow())
                .containsExactlyInAnyOrderElementsOf(pdus(stateBefore(later)));
        assertThat(state.array("auth_chain").orElseThrow())
                .containsExactlyInAnyOrderElementsOf(pdus(chain));
        assertThat(ids.array("pdu_ids").orElseThrow())
                .containsExactlyInAnyOrderElementsOf(ids(stateBefore(later)));
        assertThat(ids.array("auth_chain_ids").orElseThrow())
                .containsExactlyInAnyOrderElementsOf(ids(chain));
    }

    @Test
    void stateEvents_thatCameWithTheJoin_areGivenAlone() {
        Event levels = shared.foreign.events().get(2);

        assertThat(shared.asked(FEDERATION + "event/{}", id(levels)).objects("pdus"))
                .containsExactly(levels.json());
        assertThat(
                        shared.asked(
                                        FEDERATION + "state_ids/{}?event_id={}",
                                        shared.id(),
                                        id(levels))
                                .error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    @Test
    @Proves({"server-server/backfillRoom", "server-server/getMissingPreviousEvents"})
    void history_isGivenBackwards() {
        Event one = shared.foreign.message(shared.creator, "one", join);
        Event two = shared.foreign.message(shared.creator, "two", one);
        Event three = shared.foreign.message(shared.creator, "three", two);
        shared.receive(one, two, three);

        assertThat(
                        shared.other
                                .post(
                                        shared.server.anonymous(),
                                        JsonObject.of(
                                                "earliest_events",
                                                List.of(id(join)),
                                                "latest_events",
                                                List.of(id(three))),
                                        FEDERATION + "get_missing_events/{}",
                                        shared.id())
                                .objects("events"))
                .containsExactly(one.json(), two.json());
        assertThat(
                        shared.asked(
                                        FEDERATION + "backfill/{}?v={}&limit=2",
                                        shared.id(),
                                        id(three))
                                .objects("pdus"))
                .containsExactly(three.json(), two.json());
    }

    @Test
    @Proves("server-server/getEventByTimestamp")
    void eventByTime_isTheNearestThatTheServerMaySee() {
        Event one = shared.foreign.message(shared.creator, "one", join);
        Event two = shared.foreign.message(shared.creator, "two", one);
        shared.receive(one, two);
        String ask = FEDERATION + "timestamp_to_event/{}?dir={}&ts={}";

        assertThat(shared.asked(ask, shared.id(), "b", "" + (two.originServerTs() - 1)).ok())
                .isEqualTo(
                        JsonObject.of(
                                "event_id", id(one), "origin_server_ts", one.originServerTs()));
        assertThat(shared.asked(ask, shared.id(), "f", "" + (one.originServerTs() + 1)).ok())
                .isEqualTo(
                        JsonObject.of(
                                "event_id", id(two), "origin_server_ts", two.originServerTs()));
        assertThat(shared.asked(ask, shared.id(), "f", "" + Long.MAX_VALUE).error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    /// `seen`: of messages before the other server came, while it was invited, while it was there.
    @ParameterizedTest
    @CsvSource({
        "world_readable, true, true, true",
        "shared, true, true, true",
        "invited, false, true, true",
        "joined, false, false, true"
    })
    void events_areTornAsTheHistoryVisibilityHasIt(
            String visibility, boolean before, boolean invited, boolean joined) {
        try (ForeignServer late = new ForeignServer()) {
            Event hidden = shared.visibility(visibility, join);
            Event first = shared.foreign.message(shared.creator, "first", hidden);
            Event invite = shared.foreign.member(shared.creator, late.user("bob"), "invite", first);
            Event second = shared.foreign.message(shared.creator, "second", invite);
            Event bob = shared.foreign.join(late.user("bob"), second);
            Event third = shared.foreign.message(shared.creator, "third", bob);
            shared.receive(hidden, first, invite, second, bob, third);
            AskedRooms.Asked asked = asked(late);

            assertThat(isWhole(asked, first)).isEqualTo(before);
            assertThat(isWhole(asked, second)).isEqualTo(invited);
            assertThat(isWhole(asked, third)).isEqualTo(joined);
            assertThat(isWhole(asked, bob)).isTrue();
        }
    }

    private AskedRooms.Asked asked(ForeignServer server) {
        long number =
                shared.server
                        .homeserver()
                        .database()
                        .names()
                        .findServer(server.name())
                        .orElseThrow();
        return new AskedRooms.Asked(shared.room(), number, true);
    }

    private boolean isWhole(AskedRooms.Asked asked, Event event) {
        var rooms = shared.server.homeserver().rooms();
        return shared.server
                .homeserver()
                .database()
                .read(
                        tx ->
                                rooms.graph()
                                        .forServer(
                                                tx,
                                                asked.room(),
                                                asked.server(),
                                                List.of(
                                                        rooms.events()
                                                                .find(
                                                                        tx,
                                                                        asked.room().nid(),
                                                                        asked.room().rules(),
                                                                        event.eventId())
                                                                .orElseThrow())))
                .getFirst()
                .parsed()
                .json()
                .equals(event.json());
    }

    /// Who was thrown out while it was away has to find out about it.
    @Test
    void server_thatHasLeftTheRoom_isToldOfWhatWasBeforeOnly() {
        Event leave = shared.foreign.member(shared.creator, shared.creator, "leave", join);
        shared.receive(leave);
        EventId later = EventId.parse(alice.say(shared.id(), "later"));

        assertThat(asking(leave))
                .allSatisfy(path -> assertThat(shared.asked(path).status()).isEqualTo(200));
        assertThat(asking(join))
                .allSatisfy(path -> assertThat(shared.asked(path).status()).isEqualTo(200));
        assertThat(shared.asked(FEDERATION + "event/" + later).error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(shared.asked(FEDERATION + "state/" + shared.id() + "?event_id=" + later).error())
                .isEqualTo("404 M_NOT_FOUND");
        assertThat(
                        shared.asked(
                                        FEDERATION
                                                + "backfill/"
                                                + shared.id()
                                                + "?limit=10&v="
                                                + later)
                                .text())
                .doesNotContain("later", later.toString());
    }

    /// Nobody knows whether it was in force before the server left.
    @Test
    void outlier_isGivenToAServerThatHasLeftWithoutItsContent() {
        Event topic =
                shared.foreign.state(
                        shared.creator,
                        "m.room.topic",
                        "",
                        JsonObject.of("topic", "said elsewhere"),
                        join);
        shared.receive().outliers().store(shared.room(), List.of(topic));
        String path = FEDERATION + "event/" + topic.eventId();
        String before = shared.asked(path).text();

        shared.receive(shared.foreign.member(shared.creator, shared.creator, "leave", join));

        assertThat(before).contains("said elsewhere");
        assertThat(shared.asked(path).text()).contains("m.room.topic").doesNotContain("said");
    }

    @Test
    void server_thatNeverWasInTheRoom_isRefused() {
        String elsewhere = alice.createRoom();
        String theirs = alice.say(elsewhere, "ours");

        assertThat(shared.asked(FEDERATION + "event/" + theirs).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(shared.asked(FEDERATION + "state/" + elsewhere + "?event_id=" + theirs).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(shared.asked(FEDERATION + "backfill/!unknown:localhost?limit=1").error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    private List<String> asking(Event event) {
        return List.of(
                FEDERATION + "event/" + id(event),
                FEDERATION + "event_auth/" + shared.id() + "/" + id(event),
                FEDERATION + "state/" + shared.id() + "?event_id=" + id(event),
                FEDERATION + "state_ids/" + shared.id() + "?event_id=" + id(event),
                FEDERATION + "backfill/" + shared.id() + "?limit=1&v=" + id(event));
    }

    @Test
    void server_thatTheAccessListDenies_isRefused() {
        Event acl =
                shared.foreign.state(
                        shared.creator,
                        "m.room.server_acl",
                        "",
                        JsonObject.of("allow", List.of("*"), "allow_ip_literals", false),
                        join);
        shared.receive(acl);

        assertThat(shared.asked(FEDERATION + "event/{}", id(join)).error())
                .isEqualTo("403 M_FORBIDDEN");
        assertThat(
                        shared.asked(FEDERATION + "state_ids/{}?event_id={}", shared.id(), id(join))
                                .error())
                .isEqualTo("403 M_FORBIDDEN");
    }

    @Test
    void event_thatIsNotHere_isNotFound() {
        assertThat(shared.asked(FEDERATION + "event/$nothing:localhost").error())
                .isEqualTo("404 M_NOT_FOUND");
    }

    private static String id(Event event) {
        return event.eventId().toString();
    }
}
