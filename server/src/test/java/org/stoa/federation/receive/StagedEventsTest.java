package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.federation.InboundPduRepository;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;

/// Events that come without what they follow.
final class StagedEventsTest {
    private static List<Event> messages(SharedRoom shared, ForeignRoom room, Event after, int n) {
        List<Event> messages = new ArrayList<>();
        Event last = after;
        for (int i = 0; i < n; i++) {
            last = room.message(shared.creator, "m" + i, last);
            messages.add(last);
        }
        return messages;
    }

    static long staged(SharedRoom shared) {
        return shared.server
                .homeserver()
                .database()
                .read(tx -> tx.one("SELECT COUNT(*) FROM inbound_pdu", row -> row.number(1)))
                .orElseThrow();
    }

    @EachEngine
    void event_whosePrevEventsAreMissing_isTakenInAfterThem(TestDatabase database) {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12, database)) {
            new HonestAnswers(shared.foreign).by(shared.peer);
            List<Event> messages = messages(shared, shared.foreign, shared.join, 45);

            Answer answer = shared.send(messages.getLast());

            assertThat(answer.json())
                    .isEqualTo(SharedRoom.results(Map.of(messages.getLast().eventId(), "")));
            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).containsExactly(messages.getLast().eventId());
            assertThat(shared.bodies())
                    .isEqualTo(messages.stream().map(StagedEventsTest::body).toList());
            assertThat(shared.peer.heard(HonestAnswers.MISSING)).hasSize(3);
            JsonObject first =
                    Json.parseObject(
                            shared.peer
                                    .heard(HonestAnswers.MISSING)
                                    .getFirst()
                                    .body()
                                    .getBytes(StandardCharsets.UTF_8));
            assertThat(first.array("earliest_events").orElseThrow().strings())
                    .containsExactly(shared.join.eventId().toString());
            assertThat(first.array("latest_events").orElseThrow().strings())
                    .containsExactly(messages.getLast().eventId().toString());
            assertThat(shared.peer.heard(HonestAnswers.STATE_IDS)).isEmpty();
        }
    }

    private static String body(Event event) {
        return event.content().string("body").orElseThrow();
    }

    @Test
    void event_whosePrevEventsComeLater_isTakenInThen() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<Event> messages = messages(shared, shared.foreign, shared.join, 2);
            shared.send(messages.get(1));
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());

            shared.send(messages.get(0));

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).containsExactly(messages.get(1).eventId());
        }
    }

    @Test
    void events_thatComeInTheWrongOrder_needNobody() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<Event> messages = messages(shared, shared.foreign, shared.join, 5);

            shared.send(messages.reversed().toArray(Event[]::new));

            assertThat(shared.extremities()).containsExactly(messages.getLast().eventId());
            assertThat(shared.peer.heard("POST")).isEmpty();
        }
    }

    @Test
    void event_thatCannotBeReadAnyMore_keepsNoOtherWaiting() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<Event> messages = messages(shared, shared.foreign, shared.join, 3);
            shared.send(messages.get(2));
            SharedRoom.await(() -> attempts(shared) == 1);
            shared.server
                    .homeserver()
                    .database()
                    .execute(
                            tx ->
                                    tx.update(
                                            "UPDATE inbound_pdu SET bytes = ?",
                                            "{}".getBytes(StandardCharsets.UTF_8)));
            shared.send(messages.get(1));
            SharedRoom.await(() -> attempts(shared) == 1);

            shared.send(messages.get(0));

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).containsExactly(messages.get(1).eventId());
        }
    }

    @Test
    void event_withMuchThatIsNotSigned_waitsWithoutIt() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event waiting = messages(shared, shared.foreign, shared.join, 2).getLast();
            JsonObject unsigned = JsonObject.of("x", "x".repeat(1 << 20));

            Answer answer =
                    shared.sendAll(List.of(waiting.json().with("unsigned", unsigned)), List.of());

            assertThat(answer.ok()).isEqualTo(SharedRoom.results(Map.of(waiting.eventId(), "")));
            byte[] kept =
                    shared.server
                            .homeserver()
                            .database()
                            .read(
                                    tx ->
                                            tx.one(
                                                    "SELECT bytes FROM inbound_pdu",
                                                    row -> row.bytes(1)))
                            .orElseThrow();
            assertThat(Json.parseObject(kept)).isEqualTo(waiting.json());
        }
    }

    /// As an older version kept them.
    @EachEngine
    void events_thatAreTooLarge_areForgottenAndTheNextTakenIn(TestDatabase database) {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12, database)) {
            Event unknown = shared.foreign.message(shared.creator, "unknown", shared.join);
            List<Event> large = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                large.add(shared.foreign.message(shared.creator, "large" + i, unknown));
            }
            List<Event> messages = messages(shared, shared.foreign, shared.join, 2);
            shared.send(large.toArray(Event[]::new));
            shared.send(messages.getLast());
            SharedRoom.await(() -> attempts(shared) == 1);
            JsonObject unsigned = JsonObject.of("x", "x".repeat(InboundPduRepository.MAX_BYTES));
            shared.server
                    .homeserver()
                    .database()
                    .execute(
                            tx ->
                                    large.forEach(
                                            event ->
                                                    tx.update(
                                                            "UPDATE inbound_pdu SET bytes = ? WHERE event_id = ?",
                                                            event.json()
                                                                    .with("unsigned", unsigned)
                                                                    .toBytes(),
                                                            event.eventId().toStoredBytes())));
            new HonestAnswers(shared.foreign).by(shared.peer);

            shared.server.time().advance(Duration.ofMinutes(5));
            shared.server.restart();

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).containsExactly(messages.getLast().eventId());
        }
    }

    @EachEngine
    void event_whosePrevEventsCannotBeHad_isTakenInWithTheStateBeforeIt(TestDatabase database) {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V10, database)) {
            new HonestAnswers(shared.foreign).stateBy(shared.peer);
            Event name =
                    shared.foreign.state(
                            shared.creator,
                            "m.room.name",
                            "",
                            JsonObject.of("name", "lost"),
                            shared.join);
            Event other = shared.foreign.message(shared.creator, "other", shared.join);
            Event message = shared.foreign.message(shared.creator, "after the gap", name, other);

            shared.send(message);

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities())
                    .containsExactlyInAnyOrder(shared.join.eventId(), message.eventId());
            assertThat(shared.alice.state(shared.id(), "m.room.name", "").string("name"))
                    .hasValue("lost");
            assertThat(shared.peer.heard(HonestAnswers.STATE)).isEmpty();
        }
    }

    @Test
    void state_ofWhichMuchIsMissing_comesWithOneRequest() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            new HonestAnswers(shared.foreign).stateBy(shared.peer);
            Event last = shared.join;
            for (int i = 0; i < 120; i++) {
                last = shared.foreign.join(shared.peer.user("u" + i), last);
            }
            Event message = shared.foreign.message(shared.peer.user("u7"), "hi", last);

            shared.send(message);

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).contains(message.eventId());
            assertThat(shared.room().visible().head().joined()).isEqualTo(122);
            assertThat(shared.peer.heard(HonestAnswers.STATE)).hasSize(1);
            // The last join, right below the message.
            assertThat(shared.peer.heard(HonestAnswers.EVENT)).hasSize(1);
        }
    }

    @Test
    void event_whoseAuthEventsAreMissing_isTakenInAfterThem() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            new HonestAnswers(shared.foreign).by(shared.peer);
            String bob = shared.peer.user("bob");
            Event bobJoins = shared.foreign.join(bob, shared.foreign.last());
            Event message = shared.foreign.message(bob, "hi", bobJoins);

            shared.send(message);

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).containsExactly(message.eventId());
        }
    }

    @EachEngine
    void event_thatWaits_isTakenUpAfterARestart(TestDatabase database) {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12, database)) {
            List<Event> messages = messages(shared, shared.foreign, shared.join, 3);
            shared.send(messages.getLast());
            SharedRoom.await(() -> attempts(shared) == 1);

            new HonestAnswers(shared.foreign).by(shared.peer);
            shared.server.time().advance(Duration.ofMinutes(5));
            shared.server.restart();

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).containsExactly(messages.getLast().eventId());
        }
    }

    @Test
    void room_whosePeerIsSlow_keepsNoOtherRoomWaiting() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            ForeignRoom second = ForeignRoom.create(RoomVersion.V11, shared.creator);
            Event joined = shared.enter(second, shared.alice);
            List<Event> slow = messages(shared, shared.foreign, shared.join, 2);
            List<Event> quick = messages(shared, second, joined, 2);
            CountDownLatch never = new CountDownLatch(1);
            new HonestAnswers(second).by(shared.peer);
            shared.peer.answering(
                    HonestAnswers.MISSING
                            + java.net.URLEncoder.encode(shared.id(), StandardCharsets.UTF_8),
                    (request, out) -> never.await());

            shared.send(slow.getLast(), quick.getLast());

            SharedRoom.await(() -> staged(shared) == 1);
            assertThat(
                            shared.server
                                    .homeserver()
                                    .rooms()
                                    .rooms()
                                    .require(second.roomId())
                                    .visible()
                                    .head()
                                    .extremities())
                    .singleElement()
                    .satisfies(
                            extremity ->
                                    assertThat(extremity.eventId())
                                            .isEqualTo(quick.getLast().eventId()));
            never.countDown();
        }
    }

    @Test
    void eventsThatWait_areBoundedForEachServer() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event unknown = shared.foreign.message(shared.creator, "unknown", shared.join);
            List<Event> orphans = new ArrayList<>();
            for (int i = 0; i < Staging.MAX_OF_ROOM_AND_ORIGIN + 1; i++) {
                orphans.add(shared.foreign.message(shared.creator, "o" + i, unknown));
            }

            List<Answer> answers = new ArrayList<>();
            for (int at = 0; at < orphans.size(); at += 50) {
                answers.add(
                        shared.send(
                                orphans.subList(at, Math.min(at + 50, orphans.size()))
                                        .toArray(Event[]::new)));
            }

            assertThat(staged(shared)).isEqualTo(Staging.MAX_OF_ROOM_AND_ORIGIN);
            assertThat(answers.getLast().json())
                    .isEqualTo(
                            SharedRoom.results(
                                    Map.of(
                                            orphans.getLast().eventId(),
                                            "Too many events wait for others")));
        }
    }

    @Test
    void eventsThatWait_ofServersThatTookAllPlaces_leaveSomeForAnother() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer second = shared.peer.another();
                ForeignServer third = shared.peer.another()) {
            Event joined = shared.foreign.join(third.user("bob"), shared.join);
            shared.send(joined).ok();
            List<Event> orphans = orphans(shared, Staging.MAX_OF_ROOM);
            int half = Staging.MAX_OF_ROOM_AND_ORIGIN;
            for (int at = 0; at < half; at += 50) {
                shared.peer.send(shared.server.anonymous(), orphans.subList(at, at + 50)).ok();
                second.send(shared.server.anonymous(), orphans.subList(half + at, half + at + 50))
                        .ok();
            }
            Event unknown = shared.foreign.message(third.user("bob"), "unknown", joined);
            Event late = shared.foreign.message(third.user("bob"), "late", unknown);
            long before = staged(shared);

            Answer answer = third.send(shared.server.anonymous(), late);

            assertThat(before).isEqualTo(Staging.MAX_OF_ROOM);
            assertThat(answer.ok()).isEqualTo(SharedRoom.results(Map.of(late.eventId(), "")));
        }
    }

    @Test
    void event_behindManyOfAnotherServerForWhichNothingIsHad_isTakenIn() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer other = shared.peer.another()) {
            String bob = other.user("bob");
            Event joined = shared.foreign.join(bob, shared.join);
            shared.send(joined).ok();
            Event missing = shared.foreign.message(bob, "missing", joined);
            Event late = shared.foreign.message(bob, "late", missing);
            String known = late.eventId().toString();
            other.answering(
                    HonestAnswers.MISSING,
                    (request, out) ->
                            ScriptedServer.json(
                                    out,
                                    request.body().contains(known) ? 200 : 404,
                                    JsonObject.of("events", JsonArray.of(List.of(missing.json())))
                                            .toString()));
            CountDownLatch isSent = new CountDownLatch(1);
            shared.peer.answering(
                    HonestAnswers.MISSING,
                    (request, out) -> {
                        isSent.await();
                        ScriptedServer.json(out, 404, "{}");
                    });

            shared.send(orphans(shared, 5).toArray(Event[]::new)).ok();
            other.send(shared.server.anonymous(), late).ok();
            isSent.countDown();

            SharedRoom.await(() -> shared.extremities().contains(late.eventId()));
        }
    }

    /// Events each of which follows another one that nobody has.
    private static List<Event> orphans(SharedRoom shared, int count) {
        List<Event> orphans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event unknown = shared.foreign.message(shared.creator, "u" + i, shared.join);
            orphans.add(shared.foreign.message(shared.creator, "o" + i, unknown));
        }
        return orphans;
    }

    @Test
    void events_thatNobodyKnowsAnythingBelow_causeFewRequestsAndAreGivenUp() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<Event> orphans = orphans(shared, 50);

            shared.send(orphans.toArray(Event[]::new));

            for (int i = 0; i < 10; i++) {
                long before = i;
                SharedRoom.await(() -> attempts(shared) > before || staged(shared) == 0);
                shared.server.time().advance(Duration.ofHours(2));
            }
            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.peer.heard("").size()).isLessThan(200);
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());
        }
    }

    /// How often was tried what waits.
    static long attempts(SharedRoom shared) {
        return shared.server
                .homeserver()
                .database()
                .read(
                        tx ->
                                tx.one(
                                        "SELECT MIN(attempts) FROM inbound_pdu",
                                        r ->
                                                r.numberOrNull(1) == null
                                                        ? Long.MAX_VALUE
                                                        : r.number(1)))
                .orElseThrow();
    }

    @Test
    void room_thatWasLeft_forgetsWhatWaits() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<Event> messages = messages(shared, shared.foreign, shared.join, 2);
            shared.send(messages.getLast());
            assertThat(staged(shared)).isEqualTo(1);
            SharedRoom.await(() -> attempts(shared) == 1);

            shared.alice.post("/rooms/{}/leave", JsonObject.EMPTY, shared.id()).ok();
            shared.server.time().advance(Duration.ofMinutes(5));
            shared.server.restart();

            SharedRoom.await(() -> staged(shared) == 0);
        }
    }

    @Test
    void missingEvents_thatNobodyAskedFor_areLeftAlone() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            List<Event> messages = messages(shared, shared.foreign, shared.join, 3);
            Event other = shared.foreign.message(shared.creator, "other", shared.join);
            ForeignRoom elsewhere = ForeignRoom.create(RoomVersion.V12, shared.creator);
            shared.peer.answering(
                    HonestAnswers.MISSING,
                    (request, out) ->
                            ScriptedServer.json(
                                    out,
                                    200,
                                    JsonObject.of(
                                                    "events",
                                                    JsonArray.of(
                                                            List.of(
                                                                    other.json(),
                                                                    elsewhere.last().json(),
                                                                    messages.get(0).json(),
                                                                    messages.get(1).json())))
                                            .toString()));

            shared.send(messages.getLast());

            SharedRoom.await(() -> staged(shared) == 0);
            assertThat(shared.extremities()).containsExactly(messages.getLast().eventId());
            assertThat(shared.bodies()).containsExactly("m0", "m1", "m2");
        }
    }
}
