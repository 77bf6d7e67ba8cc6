package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestServer;

/// The rules of forward extremities, one by one.
final class ExtremitiesTest {
    private static final String CREATOR = "@creator:a.example";
    private static final String BOB = "@bob:b.example";

    private static ForeignRoom foreign() {
        ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
        foreign.join(BOB, foreign.last());
        return foreign;
    }

    private static void assertOnly(Entered room, Event... extremities) {
        List<EventId> ids = new ArrayList<>();
        for (Event event : extremities) {
            ids.add(event.eventId());
        }
        assertThat(room.extremities()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(room.storedExtremities()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @EachEngine
    void parent_thatComesAfterItsChild_isNoExtremity(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = foreign();
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event parent = foreign.message(CREATOR, "parent", room.join());
            Event child = foreign.message(CREATOR, "child", parent);
            List<EventId> state = List.copyOf(foreign.stateBefore(child).values());
            receiveAfter(server, room, child, state);

            room.receive(parent);

            assertOnly(room, child);
            assertThat(room.count("SELECT COUNT(*) FROM named WHERE room = ?", room.room().nid()))
                    .isZero();
        }
    }

    @EachEngine
    void child_ofASoftFailedEvent_takesWhatThatFollowed(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = foreign();
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event base = foreign.message(CREATOR, "base", room.join());
            Event ban = foreign.member(CREATOR, BOB, "ban", room.join());
            Event evading = foreign.message(BOB, "evading", base);
            room.receive(base, ban, evading);
            assertOnly(room, base, ban);

            Event child = foreign.message(CREATOR, "child", evading);
            room.receive(child);

            assertOnly(room, ban, child);
        }
    }

    @EachEngine
    void softFailedEvent_thatComesAfterItsChild_handsOnThatItWasNamed(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = foreign();
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event base = foreign.message(CREATOR, "base", room.join());
            Event ban = foreign.member(CREATOR, BOB, "ban", room.join());
            Event evading = foreign.message(BOB, "evading", base);
            Event child = foreign.message(CREATOR, "child", evading);
            List<EventId> state = List.copyOf(foreign.stateBefore(child).values());
            room.receive(base, ban);
            receiveAfter(server, room, child, state);
            assertOnly(room, base, ban, child);

            room.receive(evading);

            assertOnly(room, ban, child);
        }
    }

    @EachEngine
    void rejectedEvent_isPassedThrough(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = foreign();
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event base = foreign.message(CREATOR, "base", room.join());
            Event intruder = foreign.message("@mallory:m.example", "x", base);
            Event second = foreign.message("@mallory:m.example", "y", intruder);
            Event child = foreign.message(CREATOR, "child", second);

            room.receive(base, intruder, second);
            assertOnly(room, base);
            room.receive(child);

            assertOnly(room, child);
        }
    }

    @EachEngine
    void outlier_thatAnAcceptedEventNamed_isNoExtremityWhenItGetsItsPlace(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = foreign();
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event name =
                    foreign.state(
                            CREATOR, "m.room.name", "", JsonObject.of("name", "x"), room.join());
            Event child = foreign.message(CREATOR, "child", name);
            Entered.module(server).outliers().store(room.room(), List.of(name));
            receiveAfter(server, room, child, List.copyOf(foreign.stateBefore(child).values()));

            List<Verdict> verdicts = room.receive(name);

            assertThat(verdicts).containsExactly(new Verdict.Accepted());
            assertOnly(room, child);
            assertThat(room.stored(name).pos()).isNotZero();
        }
    }

    @EachEngine
    void manyExtremities_areMergedByAnEventThatNobodySees(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = foreign();
            Entered room = Entered.by(server, foreign, alice);
            List<Event> branches = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                branches.add(
                        foreign.state(
                                CREATOR,
                                "x.custom",
                                "k" + i,
                                JsonObject.of("n", "n" + i),
                                room.join()));
            }
            room.receive(branches);
            assertThat(room.extremities()).hasSize(30);
            int before = TestClient.timeline(alice.sync(), room.id()).size();

            server.time().advance(Duration.ofMinutes(2));
            server.awaitTasks(() -> room.extremities().size() <= 10);

            assertThat(room.currentState())
                    .hasSize(foreign.stateBefore(branches.get(0)).size() + 30);
            assertThat(TestClient.timeline(alice.sync(), room.id())).hasSize(before);
            assertThat(room.room().visible().head().settled()).isTrue();
        }
    }

    @EachEngine
    void manyExtremities_whereNobodyHereMaySend_areResolvedAllTheSame(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = foreign();
            foreign.state(
                    CREATOR,
                    "m.room.power_levels",
                    "",
                    foreign.levels(Map.of()).with("events_default", JsonNumber.of(50)),
                    foreign.last());
            Entered room = Entered.by(server, foreign, server.register("alice"));
            List<Event> branches = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                branches.add(
                        foreign.state(
                                CREATOR,
                                "x.custom",
                                "k" + i,
                                JsonObject.of("n", "n" + i),
                                room.join()));
            }
            int keys = room.currentState().size();
            room.receive(branches);
            assertThat(room.currentState()).as("only the first").hasSize(keys + 1);

            server.time().advance(Duration.ofSeconds(11));
            server.awaitTasks(() -> room.room().visible().head().settled());

            assertThat(room.extremities()).hasSize(25);
            assertThat(room.currentState()).hasSize(keys + 25);
            server.restart();
            assertThat(room.storedCurrentState()).hasSize(keys + 25);
        }
    }

    @EachEngine
    void localMessage_withMoreExtremitiesThanItCanName_namesTwenty(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            TestClient alice = server.register("alice");
            ForeignRoom foreign = foreign();
            Entered room = Entered.by(server, foreign, alice);
            List<Event> branches = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                branches.add(foreign.message(CREATOR, "b" + i, room.join()));
            }
            room.receive(branches);

            String sent = alice.say(room.id(), "hello");

            assertThat(room.extremities()).hasSize(6).contains(EventId.parse(sent));
            server.restart();
            assertThat(room.storedExtremities()).isEqualTo(room.extremities()).hasSize(6);
        }
    }

    private static void receiveAfter(
            TestServer server, Entered room, Event event, List<EventId> state) {
        List<Verdict> verdicts =
                Entered.module(server)
                        .events()
                        .receive(room.room(), List.of(ReceivedEvent.after(event, state)));
        assertThat(verdicts).containsExactly(new Verdict.Accepted());
    }
}
