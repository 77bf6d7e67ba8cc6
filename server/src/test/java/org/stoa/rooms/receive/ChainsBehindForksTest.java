package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// Linear chains behind a fork: what each event is checked against, and how often states are resolved for that.
final class ChainsBehindForksTest {
    private static final String CREATOR = "@creator:a.example";
    private static final String BOB = "@bob:b.example";
    private static final int LENGTH = 150;

    /// Events that are taken in by one write; the current state is resolved once for each.
    private static final int BATCH = 50;

    /// A room with a fork: the ends of its two sides.
    private record Forked(TestServer server, ForeignRoom foreign, Entered room, Event a, Event b) {
        static Forked in(TestServer server, RoomVersion version) {
            ForeignRoom foreign = ForeignRoom.create(version, CREATOR);
            Event bob = foreign.join(BOB, foreign.last());
            // Each side changes something that the other side changes too.
            Event first = foreign.state(CREATOR, "x.common", "", JsonObject.of("n", 0), bob);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            assertThat(room.join().prevEvents()).containsExactly(first.eventId());
            Event a = foreign.state(CREATOR, "x.common", "", JsonObject.of("n", 1), room.join());
            Event b = foreign.state(CREATOR, "x.common", "", JsonObject.of("n", 2), room.join());
            room.receive(a, b);
            return new Forked(server, foreign, room, a, b);
        }

        long resolutionsFor(List<Event> events) {
            long before = server.homeserver().rooms().resolutions();
            assertThat(room.receive(events))
                    .allMatch(verdict -> verdict instanceof Verdict.Accepted);
            return server.homeserver().rooms().resolutions() - before;
        }

        void assertStateIsThatOf(Event end) {
            Event merge = foreign.message(CREATOR, "merge", a, end);
            room.receive(merge);
            assertThat(room.currentState()).isEqualTo(foreign.stateAfter(merge));
            assertThat(room.storedCurrentState()).isEqualTo(foreign.stateAfter(merge));
        }
    }

    @EachEngine
    void chainOfState_isResolvedOnceForEachWrite(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            Forked forked = Forked.in(server, RoomVersion.V11);
            List<Event> chain = new ArrayList<>();
            Event last = forked.b();
            for (int i = 0; i < LENGTH; i++) {
                last =
                        forked.foreign()
                                .state(
                                        CREATOR,
                                        "x.custom",
                                        "k" + i % 7,
                                        JsonObject.of("n", i),
                                        last);
                chain.add(last);
            }

            assertThat(forked.resolutionsFor(chain)).isEqualTo(LENGTH / BATCH);
            forked.assertStateIsThatOf(last);
        }
    }

    @EachEngine
    void chainOfJoins_isResolvedOnceForEachWrite(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            Forked forked = Forked.in(server, RoomVersion.V12);
            List<Event> chain = new ArrayList<>();
            Event last = forked.b();
            for (int i = 0; i < LENGTH; i++) {
                last = forked.foreign().join("@user" + i + ":b.example", last);
                chain.add(last);
            }

            assertThat(forked.resolutionsFor(chain)).isEqualTo(LENGTH / BATCH);
            forked.assertStateIsThatOf(last);
        }
    }

    @Test
    void chainOfMessages_isResolvedNoMore() {
        try (TestServer server = TestServer.start()) {
            Forked forked = Forked.in(server, RoomVersion.V11);
            List<Event> chain = new ArrayList<>();
            Event last = forked.b();
            for (int i = 0; i < LENGTH; i++) {
                last = forked.foreign().message(CREATOR, "m" + i, last);
                chain.add(last);
            }

            assertThat(forked.resolutionsFor(chain)).isLessThanOrEqualTo(1);
        }
    }

    /// As they come from a server that is a little behind: one event a transaction.
    @EachEngine
    void chainOfState_ofWhichEachEventComesByItself_isResolvedOnce(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            Forked forked = Forked.in(server, RoomVersion.V11);
            Event last = forked.b();
            long resolutions = 0;
            for (int i = 0; i < LENGTH; i++) {
                JsonObject content = JsonObject.of("n", i);
                last = forked.foreign().state(CREATOR, "x.custom", "k" + i % 7, content, last);
                resolutions += forked.resolutionsFor(List.of(last));
            }

            assertThat(resolutions).isLessThanOrEqualTo(1);
            forked.assertStateIsThatOf(last);
        }
    }

    @EachEngine
    void chainOfJoins_ofWhichEachComesByItself_isResolvedOnce(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            Forked forked = Forked.in(server, RoomVersion.V12);
            Event last = forked.b();
            long resolutions = 0;
            for (int i = 0; i < LENGTH; i++) {
                last = forked.foreign().join("@user" + i + ":b.example", last);
                resolutions += forked.resolutionsFor(List.of(last));
            }

            assertThat(resolutions).isLessThanOrEqualTo(1);
            forked.assertStateIsThatOf(last);
        }
    }

    @Test
    void memberWhoJoinedInTheSameWrite_maySpeak() {
        try (TestServer server = TestServer.start()) {
            Forked forked = Forked.in(server, RoomVersion.V11);
            Event topic =
                    forked.foreign()
                            .state(
                                    CREATOR,
                                    "m.room.topic",
                                    "",
                                    JsonObject.of("topic", "t"),
                                    forked.b());
            Event join = forked.foreign().join("@carl:c.example", topic);
            Event hello = forked.foreign().message("@carl:c.example", "hello", join);

            assertThat(forked.room().receive(topic, join, hello))
                    .allMatch(verdict -> verdict instanceof Verdict.Accepted);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V11", "V12"})
    void member_whomTheOtherSideBannedInTheSameWrite_isSoftFailed(RoomVersion version) {
        try (TestServer server = TestServer.start()) {
            Forked forked = Forked.in(server, version);
            Event topic = topic(forked, forked.b());
            Event ban = forked.foreign().member(CREATOR, BOB, "ban", forked.a());
            Event message = forked.foreign().message(BOB, "still here", topic);

            List<Verdict> verdicts = forked.room().receive(topic, ban, message);

            assertThat(verdicts.get(1)).isInstanceOf(Verdict.Accepted.class);
            assertThat(verdicts.get(2)).isInstanceOf(Verdict.SoftFailed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V11", "V12"})
    void member_whoLeftOnTheOtherSideInTheSameWrite_isSoftFailed(RoomVersion version) {
        try (TestServer server = TestServer.start()) {
            Forked forked = Forked.in(server, version);
            Event topic = topic(forked, forked.b());
            Event leave = forked.foreign().member(BOB, BOB, "leave", forked.a());
            Event message = forked.foreign().message(BOB, "still here", topic);

            List<Verdict> verdicts = forked.room().receive(topic, leave, message);

            assertThat(verdicts.get(1)).isInstanceOf(Verdict.Accepted.class);
            assertThat(verdicts.get(2)).isInstanceOf(Verdict.SoftFailed.class);
        }
    }

    @Test
    void power_thatTheOtherSideTookInTheSameWrite_isMissed() {
        try (TestServer server = TestServer.start()) {
            Forked forked = Forked.in(server, RoomVersion.V11);
            Event topic = topic(forked, forked.b());
            JsonObject levels = forked.foreign().levels(Map.of()).with("events_default", of(50));
            Event muted =
                    forked.foreign().state(CREATOR, "m.room.power_levels", "", levels, forked.a());
            Event message = forked.foreign().message(BOB, "muted", topic);

            List<Verdict> verdicts = forked.room().receive(topic, muted, message);

            assertThat(verdicts.get(2)).isInstanceOf(Verdict.SoftFailed.class);
        }
    }

    private static Json of(long number) {
        return Json.of(number);
    }

    private static Event topic(Forked forked, Event after) {
        return forked.foreign()
                .state(CREATOR, "m.room.topic", "", JsonObject.of("topic", "t"), after);
    }
}
