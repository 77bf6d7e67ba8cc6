package org.stoa.rooms.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.event.EventFlags;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.TestServer;

/// Events that are stored without their place.
final class OutliersTest {
    private static final String CREATOR = "@creator:a.example";

    @EachEngine
    void chain_inAnyOrder_isStoredEachAfterItsAuthEvents(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V10, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            List<Event> chain = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                foreign.join("@u" + i + ":b.example", foreign.last());
                chain.add(
                        foreign.state(
                                CREATOR,
                                "m.room.power_levels",
                                "",
                                foreign.levels(Map.of("@u" + i + ":b.example", 50L)),
                                foreign.last()));
                chain.add(foreign.events().get(foreign.events().size() - 2));
            }
            Collections.shuffle(chain, new Random(3));

            Map<EventId, Verdict> verdicts =
                    Entered.module(server).outliers().store(room.room(), chain);

            assertThat(verdicts).hasSize(500);
            assertThat(verdicts.values()).containsOnly(new Verdict.Accepted());
            assertThat(
                            room.count(
                                    """
                                    SELECT COUNT(*) FROM event
                                    WHERE room = ? AND auth_no IS NOT NULL AND ord IS NULL
                                    """,
                                    room.room().nid()))
                    .isGreaterThanOrEqualTo(500);
            assertThat(room.extremities()).containsExactly(room.join().eventId());
        }
    }

    @EachEngine
    void event_whoseAuthEventsAreMissing_isDroppedAndTheRestKept(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event bob = foreign.join("@bob:b.example", room.join());
            Event ofBob = foreign.state("@bob:b.example", "x.custom", "", JsonObject.EMPTY, bob);
            Event name = foreign.state(CREATOR, "m.room.name", "", JsonObject.of("name", "n"), bob);
            Outliers outliers = Entered.module(server).outliers();

            Map<EventId, Verdict> verdicts = outliers.store(room.room(), List.of(ofBob, name));
            Map<EventId, Verdict> again = outliers.store(room.room(), List.of(bob, ofBob, name));

            assertThat(verdicts.get(ofBob.eventId()))
                    .isEqualTo(
                            new Verdict.Dropped(
                                    Verdict.Reason.MISSING_AUTH_EVENTS, List.of(bob.eventId())));
            assertThat(verdicts.get(name.eventId())).isEqualTo(new Verdict.Accepted());
            assertThat(again.get(bob.eventId())).isEqualTo(new Verdict.Accepted());
            assertThat(again.get(name.eventId())).isEqualTo(new Verdict.Accepted());
        }
    }

    @EachEngine
    void event_thatItsAuthEventsDoNotAllow_isRejectedForGood(TestDatabase database) {
        try (TestServer server = TestServer.start(database)) {
            ForeignRoom foreign = ForeignRoom.create(RoomVersion.V12, CREATOR);
            Entered room = Entered.by(server, foreign, server.register("alice"));
            Event intruder =
                    foreign.state(
                            "@bob:b.example",
                            "m.room.name",
                            "",
                            JsonObject.of("name", "n"),
                            room.join());

            Verdict asOutlier =
                    Entered.module(server)
                            .outliers()
                            .store(room.room(), List.of(intruder))
                            .get(intruder.eventId());
            Verdict inItsPlace = room.receive(intruder).getFirst();

            assertThat(asOutlier).isInstanceOf(Verdict.Rejected.class);
            assertThat(inItsPlace).isInstanceOf(Verdict.Rejected.class);
            assertThat(room.stored(intruder).header().flags()).isEqualTo(EventFlags.REJECTED);
            assertThat(room.stateBefore(intruder)).isEqualTo(foreign.stateBefore(intruder));
        }
    }
}
