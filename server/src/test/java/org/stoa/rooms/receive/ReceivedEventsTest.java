package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.event.EventFlags;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// Events of other servers, one after the other, and what clients are told of them.
final class ReceivedEventsTest {
    private static final String CREATOR = "@creator:a.example";
    private static final String BOB = "@bob:b.example";

    @EachEngine
    void message_ofAnotherServer_isToldToClients(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            String since = alice.sync().string("next_batch").orElseThrow();

            List<Verdict> verdicts = room.receive(foreign.message(CREATOR, "hello", room.join()));

            assertThat(verdicts).containsExactly(new Verdict.Accepted());
            assertThat(bodies(alice.syncSince(since), room)).containsExactly("hello");
        }
    }

    @Test
    void event_thatIsPassedOn_isForOthers() {
        try (TestServer server = TestServer.start()) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event join = foreign.join(BOB, room.join());
            Event message = foreign.message(CREATOR, "hello", join);

            var _ =
                    Entered.module(server)
                            .events()
                            .receive(
                                    room.room(),
                                    List.of(
                                            ReceivedEvent.of(join).passedOn(),
                                            ReceivedEvent.of(message)));

            assertThat(isForOthers(room, join)).isTrue();
            assertThat(isForOthers(room, message)).isFalse();
        }
    }

    @Test
    void ownEvents_areForOthersWhenThereAreAny() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered shared = Entered.by(server, foreign, alice);
            String alone = alice.createRoom();
            String forNobody = alice.send(alone, "m.room.message", JsonObject.of("body", "alone"));
            String forOthers =
                    alice.send(shared.id(), "m.room.message", JsonObject.of("body", "hello"));

            assertThat(shared.count(FLAGGED, stored(forOthers), EventFlags.FOR_OTHERS)).isOne();
            assertThat(shared.count(FLAGGED, stored(forNobody), EventFlags.FOR_OTHERS)).isZero();
            assertThat(isForOthers(shared, shared.join())).isFalse();
        }
    }

    private static final String FLAGGED =
            "SELECT COUNT(*) FROM event WHERE event_id = ? AND flags & ? <> 0";

    private static byte[] stored(String eventId) {
        return EventId.parse(eventId).toStoredBytes();
    }

    private static boolean isForOthers(Entered room, Event event) {
        return (room.stored(event).header().flags() & EventFlags.FOR_OTHERS) != 0;
    }

    @EachEngine
    void event_thatIsKnown_getsItsVerdictAgain(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event message = foreign.message(CREATOR, "hello", room.join());
            Event intruder = foreign.message(BOB, "psst", message);
            room.receive(message, intruder);
            long events = room.count("SELECT COUNT(*) FROM event");

            List<Verdict> again = room.receive(message, intruder);

            assertThat(again.get(0)).isInstanceOf(Verdict.Accepted.class);
            assertThat(again.get(1)).isInstanceOf(Verdict.Rejected.class);
            assertThat(room.count("SELECT COUNT(*) FROM event")).isEqualTo(events);
        }
    }

    @EachEngine
    void event_thatBreaksTheRules_isKeptAndHidden(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            Event intruder =
                    foreign.state(
                            BOB, "m.room.name", "", JsonObject.of("name", "mine"), room.join());
            Event after = foreign.message(CREATOR, "after", intruder);

            List<Verdict> verdicts = room.receive(intruder, after);

            assertThat(verdicts.get(0)).isInstanceOf(Verdict.Rejected.class);
            assertThat(verdicts.get(1)).isInstanceOf(Verdict.Accepted.class);
            assertThat(room.extremities()).containsExactly(after.eventId());
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(after));
            assertThat(alice.get("/rooms/{}/event/{}", room.id(), id(intruder)).status())
                    .isEqualTo(404);
            assertThat(bodies(alice.sync(), room)).containsExactly("after");
        }
    }

    @EachEngine
    void message_thatEvadesABan_isSoftFailedUntilItIsNamed(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            foreign.join(BOB, foreign.last());
            Entered room = Entered.by(server, foreign, alice);
            Event ban = foreign.member(CREATOR, BOB, "ban", room.join());
            Event evading = foreign.message(BOB, "evading", room.join());
            Event name =
                    foreign.state(CREATOR, "m.room.name", "", JsonObject.of("name", "x"), evading);

            Verdict first = room.receive(ban, evading).get(1);
            assertThat(first).isInstanceOf(Verdict.SoftFailed.class);
            assertThat(room.extremities()).containsExactly(ban.eventId());
            room.receive(name);
            Event merge = foreign.message(CREATOR, "merge", ban, name);
            room.receive(merge);

            assertThat(room.extremities()).containsExactly(merge.eventId());
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(merge));
            assertThat(bodies(alice.sync(), room)).containsExactly("merge");
        }
    }

    @EachEngine
    void stateEvent_thatWasSoftFailed_countsWhenALaterEventNamesIt(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            Event bob = foreign.join(BOB, foreign.last());
            foreign.state(
                    CREATOR, "m.room.power_levels", "", foreign.levels(Map.of(BOB, 50L)), bob);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event demoted =
                    foreign.state(
                            CREATOR,
                            "m.room.power_levels",
                            "",
                            foreign.levels(Map.of()),
                            room.join());
            Event topic =
                    foreign.state(
                            BOB, "m.room.topic", "", JsonObject.of("topic", "x"), room.join());
            Event name = foreign.state(BOB, "m.room.name", "", JsonObject.of("name", "x"), topic);

            List<Verdict> verdicts = room.receive(demoted, topic, name);
            Event onBoth = foreign.message(CREATOR, "both", demoted, name);
            room.receive(onBoth);

            assertThat(verdicts.get(1)).isInstanceOf(Verdict.SoftFailed.class);
            assertThat(verdicts.get(2)).isInstanceOf(Verdict.SoftFailed.class);
            assertThat(room.stateBefore(name)).isEqualTo(foreign.stateBefore(name));
            assertThat(room.stateBefore(onBoth)).isEqualTo(foreign.stateBefore(onBoth));
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(onBoth));
        }
    }

    @Test
    void event_withoutItsPrevEvents_isDroppedAndNamesThem() {
        try (TestServer server = TestServer.start()) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event missing = foreign.message(CREATOR, "missing", room.join());
            Event late = foreign.message(CREATOR, "late", missing);

            List<Verdict> verdicts = room.receive(late);

            assertThat(verdicts)
                    .containsExactly(
                            new Verdict.Dropped(
                                    Verdict.Reason.MISSING_PREV_EVENTS,
                                    List.of(missing.eventId())));
        }
    }

    @Test
    void event_withoutItsAuthEvents_isDroppedAndNamesThem() {
        try (TestServer server = TestServer.start()) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event bob = foreign.join(BOB, room.join());
            Event message = foreign.message(BOB, "hello", bob);

            Verdict verdict = room.receive(message).getFirst();

            assertThat(verdict)
                    .isEqualTo(
                            new Verdict.Dropped(
                                    Verdict.Reason.MISSING_AUTH_EVENTS, List.of(bob.eventId())));
        }
    }

    @EachEngine
    void event_afterAGap_isToldWithALimitedTimeline(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            Event lost =
                    foreign.state(
                            CREATOR, "m.room.name", "", JsonObject.of("name", "lost"), room.join());
            Event found = foreign.message(CREATOR, "found", lost);
            String since = alice.sync().string("next_batch").orElseThrow();
            List<EventId> state = List.copyOf(foreign.stateBefore(found).values());
            Entered.module(server).outliers().store(room.room(), List.of(lost));

            List<Verdict> verdicts =
                    Entered.module(server)
                            .events()
                            .receive(room.room(), List.of(ReceivedEvent.after(found, state)));

            assertThat(verdicts).containsExactly(new Verdict.Accepted());
            assertThat(room.currentState()).containsAllEntriesOf(foreign.stateAfter(found));
            JsonObject sync = alice.syncSince(since);
            assertThat(bodies(sync, room)).containsExactly("found");
            assertThat(joined(sync, room).object("timeline").orElseThrow().bool("limited"))
                    .contains(true);
            assertThat(TestClient.events(sync, room.id(), "state").toString()).contains("lost");
        }
    }

    @EachEngine
    void event_thatNamesOneOfAnotherRoom_isRejectedAndChangesNothingThere(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            ForeignRoom other = ForeignRoom.create(RoomVersion.V10, "@creator:c.example");
            Entered elsewhere = Entered.by(server, other, alice);
            long flags = elsewhere.stored(elsewhere.join()).header().flags();

            Event stranger = foreign.messageAfterStranger(CREATOR, elsewhere.join());
            Verdict verdict = room.receive(stranger).getFirst();

            assertThat(verdict)
                    .isEqualTo(new Verdict.Rejected("It names an event of another room"));
            assertThat(elsewhere.stored(elsewhere.join()).header().flags()).isEqualTo(flags);
            assertThat(elsewhere.extremities()).containsExactly(elsewhere.join().eventId());
            assertThat(room.extremities()).containsExactly(room.join().eventId());
        }
    }

    @EachEngine
    void localMessage_afterAFork_namesBothBranches(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            Event one = foreign.message(CREATOR, "one", room.join());
            Event two = foreign.message(CREATOR, "two", room.join());
            room.receive(one, two);

            String sent = alice.say(room.id(), "three");

            Event stored =
                    room.store()
                            .get(room.room().visible().head().extremities().getFirst().event())
                            .parsed();
            assertThat(stored.eventId().toString()).isEqualTo(sent);
            assertThat(stored.prevEvents()).containsExactlyInAnyOrder(one.eventId(), two.eventId());
        }
    }

    @Test
    void event_whenNobodyOfThisServerIsLeft_isDropped() {
        try (TestServer server = TestServer.start()) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            alice.post("/rooms/{}/leave", JsonObject.EMPTY, room.id()).ok();

            Verdict verdict =
                    room.receive(foreign.message(CREATOR, "alone", room.join())).getFirst();

            assertThat(verdict).isEqualTo(Verdict.Dropped.because(Verdict.Reason.NOT_IN_ROOM));
        }
    }

    @EachEngine
    void redaction_thatComesBeforeItsTarget_isAppliedToIt(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V11, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            Event target = foreign.message(CREATOR, "secret", room.join());
            Event redaction =
                    foreign.event(
                            CREATOR,
                            "m.room.redaction",
                            JsonObject.of("redacts", id(target)),
                            room.join());

            room.receive(redaction, target);

            assertThat(
                            alice.get("/rooms/{}/event/{}", room.id(), id(target))
                                    .ok()
                                    .object("content"))
                    .contains(JsonObject.EMPTY);
        }
    }

    /// An event of a state that was fetched, which gets its place only after its redaction.
    @EachEngine
    void redaction_ofAnOutlier_isStillThereWhenThatGetsItsPlace(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V11, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            Event topic =
                    foreign.state(
                            CREATOR,
                            "m.room.topic",
                            "",
                            JsonObject.of("topic", "secret"),
                            room.join());
            Event redaction = redaction(foreign, CREATOR, topic, room.join());
            Entered.module(server).outliers().store(room.room(), List.of(topic));

            room.receive(redaction);
            room.receive(topic);

            assertThat(alice.state(room.id(), "m.room.topic", "")).isEqualTo(JsonObject.EMPTY);
            assertThat(content(alice, room, topic)).isEqualTo(JsonObject.EMPTY);
        }
    }

    @EachEngine
    void redaction_byAUserOfTheSameServer_isApplied_andByOneOfAnotherIsNot(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V11, CREATOR);
            foreign.join("@second:b.example", foreign.join(BOB, foreign.last()));
            Entered room = Entered.by(server, foreign, alice);
            Event ofBob = foreign.message(BOB, "secret", room.join());
            Event ofCreator = foreign.message(CREATOR, "public", ofBob);
            Event first = redaction(foreign, "@second:b.example", ofBob, ofCreator);
            Event second = redaction(foreign, "@second:b.example", ofCreator, first);

            room.receive(ofBob, ofCreator, first, second);

            assertThat(content(alice, room, ofBob)).isEqualTo(JsonObject.EMPTY);
            assertThat(content(alice, room, ofCreator).string("body")).contains("public");
        }
    }

    private static Event redaction(ForeignRoom foreign, String sender, Event target, Event prev) {
        return foreign.event(
                sender, "m.room.redaction", JsonObject.of("redacts", id(target)), prev);
    }

    private static JsonObject content(TestClient reader, Entered room, Event event) {
        return reader.get("/rooms/{}/event/{}", room.id(), id(event))
                .ok()
                .object("content")
                .orElseThrow();
    }

    @EachEngine
    void kick_ofALocalUser_isToldAndEndsHisStay(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            TestClient carol = server.register("carol");
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, alice);
            Event carolIn = foreign.join(carol.id(), room.join());
            room.receive(carolIn);
            String since = carol.sync().string("next_batch").orElseThrow();

            room.receive(foreign.member(CREATOR, carol.id(), "leave", carolIn));

            JsonObject left =
                    carol.syncSince(since)
                            .object("rooms")
                            .flatMap(rooms -> rooms.object("leave"))
                            .orElseThrow();
            assertThat(left.object(room.id())).isPresent();
            assertThat(
                            room.count(
                                    "SELECT joined FROM room_server WHERE room = ? AND server = ?",
                                    room.room().nid(),
                                    room.database()
                                            .names()
                                            .findServer(alice.userId().server())
                                            .orElseThrow()))
                    .isEqualTo(1);
        }
    }

    private static String id(Event event) {
        return event.eventId().toString();
    }

    private static JsonObject joined(JsonObject sync, Entered room) {
        return sync.object("rooms")
                .flatMap(rooms -> rooms.object("join"))
                .flatMap(rooms -> rooms.object(room.id()))
                .orElseThrow();
    }

    private static List<String> bodies(JsonObject sync, Entered room) {
        return TestClient.timeline(sync, room.id()).stream()
                .flatMap(event -> event.object("content").stream())
                .flatMap(content -> content.string("body").stream())
                .toList();
    }
}
