package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;

/// Events that are signed as they should be, and yet are none of the room, or of no time.
@Timeout(60)
final class OddEventsTest {
    /// The largest integer that an event may have.
    private static final long NEVER = (1L << 53) - 1;

    /// The event with a change, hashed and signed anew by the rules of a room version.
    private static JsonObject resigned(
            SharedRoom shared, JsonObject event, String name, Json value, RoomRules rules) {
        JsonObject changed = event.without("hashes").without("signatures").with(name, value);
        return EventSigner.hashAndSign(
                changed, shared.peer.name(), shared.peer.peer().key(), rules);
    }

    /// Version 2 names events by ids with hashes beside them, version 3 and later by the hash alone.
    @ParameterizedTest
    @CsvSource({"V1, V12", "V2, V11", "V12, V1", "V10, V2"})
    void event_inTheFormOfAnotherVersion_isLeftOutAndTheNextTakenIn(
            RoomVersion version, RoomVersion other) {
        try (SharedRoom shared = new SharedRoom(version)) {
            ForeignRoom elsewhere = ForeignRoom.create(other, shared.creator);
            Event like = elsewhere.message(shared.creator, "odd", elsewhere.last());
            Event good = shared.foreign.message(shared.creator, "good", shared.join);
            JsonObject odd =
                    resigned(shared, like.json(), "room_id", Json.of(shared.id()), other.rules());

            Answer answer = shared.sendAll(List.of(odd, good.json()), List.of());

            JsonObject results = answer.ok().object("pdus").orElseThrow();
            assertThat(results.object(good.eventId().toString())).contains(JsonObject.EMPTY);
            assertThat(shared.bodies()).containsExactly("good");
            assertThat(shared.extremities()).containsExactly(good.eventId());
        }
    }

    /// "signatures [...] valid at the event's origin_server_ts", since version 5; no key is believed for longer than a week.
    @Test
    void event_ofTheFarFuture_isRefusedSinceItsKeyIsNotOfThen() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event message = shared.foreign.message(shared.creator, "later", shared.join);
            long now = shared.server.time().instant().toEpochMilli();
            long inAMonth = now + Duration.ofDays(30).toMillis();
            JsonObject later =
                    resigned(
                            shared,
                            message.json(),
                            "origin_server_ts",
                            Json.of(inAMonth),
                            shared.foreign.version().rules());

            shared.sendAll(List.of(later), List.of()).ok();

            assertThat(shared.bodies()).isEmpty();
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());
        }
    }

    /// In older rooms it counts: what it says of the time orders nothing.
    @Test
    void event_ofTheFarFuture_inAnOldRoom_isTakenInWhereItStands() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V4)) {
            Event message = shared.foreign.message(shared.creator, "never", shared.join);
            JsonObject never =
                    resigned(
                            shared,
                            message.json(),
                            "origin_server_ts",
                            Json.of(NEVER),
                            shared.foreign.version().rules());
            String since = shared.alice.sync().string("next_batch").orElseThrow();

            shared.sendAll(List.of(never), List.of()).ok();
            shared.alice.say(shared.id(), "now");

            assertThat(shared.bodies()).containsExactly("never", "now");
            JsonObject news = shared.alice.syncSince(since);
            assertThat(news.toString()).contains("\"never\"", "\"now\"");
            assertThat(shared.alice.syncSince(news.string("next_batch").orElseThrow()).toString())
                    .doesNotContain("\"never\"");
        }
    }

    /// "allow: [...] This defaults to an empty list when not provided, effectively disallowing every server."
    @Test
    void listOfServers_thatIsRedacted_countsAsItIsThen() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            JsonObject all = JsonObject.of("allow", JsonArray.ofStrings(List.of("*")));
            Event list =
                    shared.foreign.state(shared.creator, "m.room.server_acl", "", all, shared.join);
            Event before = shared.foreign.message(shared.creator, "before", list);
            JsonObject target = JsonObject.of("redacts", list.eventId().toString());
            Event redaction =
                    shared.foreign.event(shared.creator, "m.room.redaction", target, before);
            Event after = shared.foreign.message(shared.creator, "after", redaction);

            JsonObject taken = shared.send(list, before, redaction).ok();
            JsonObject refused = shared.send(after).ok();

            assertThat(taken.toString()).doesNotContain("error");
            assertThat(refused.toString()).contains("does not let");
        }
    }
}
