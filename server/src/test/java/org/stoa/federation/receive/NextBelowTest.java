package org.stoa.federation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ForeignServer.Asked;
import org.stoa.testing.ScriptedServer;

/// Gaps of which the event right above is here.
final class NextBelowTest {
    /// A server that knows some of a room only, and what it was asked the state before.
    private record Knowing(SharedRoom shared, Predicate<Event> knows, Collection<EventId> states) {
        static Knowing of(SharedRoom shared, ForeignServer server, Predicate<Event> knows) {
            Knowing knowing = new Knowing(shared, knows, new ConcurrentLinkedQueue<>());
            server.answering(HonestAnswers.STATE_IDS, knowing::stateIds);
            server.answering(HonestAnswers.EVENT, knowing::event);
            return knowing;
        }

        private void stateIds(Asked request, OutputStream out) throws IOException {
            Event event = shared.foreign.event(EventId.parse(request.value("event_id")));
            states.add(event.eventId());
            if (!knows.test(event)) {
                ScriptedServer.json(out, 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"none\"}");
                return;
            }
            Collection<EventId> state = shared.foreign.stateBefore(event).values();
            List<Event> events = state.stream().map(shared.foreign::event).toList();
            JsonArray chain =
                    HonestAnswers.ids(
                            events.stream()
                                    .flatMap(each -> shared.foreign.authChain(each).stream())
                                    .distinct()
                                    .toList());
            JsonArray ids = HonestAnswers.ids(events);
            ScriptedServer.json(
                    out, 200, JsonObject.of("pdu_ids", ids, "auth_chain_ids", chain).toString());
        }

        private void event(Asked request, OutputStream out) throws IOException {
            String path = request.path();
            Event event =
                    shared.foreign.event(EventId.parse(path.substring(path.lastIndexOf('/') + 1)));
            if (knows.test(event)) {
                ScriptedServer.json(out, 200, SharedRoom.pdus(List.of(event)).toString());
            } else {
                ScriptedServer.json(out, 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"none\"}");
            }
        }
    }

    private static void missing(ForeignServer server, Event... events) {
        JsonArray given = JsonArray.of(List.of(events).stream().map(Event::json).toList());
        server.answering(HonestAnswers.MISSING, JsonObject.of("events", given));
    }

    private static Event name(SharedRoom shared, String name, Event prev) {
        return shared.foreign.state(
                shared.creator, "m.room.name", "", JsonObject.of("name", name), prev);
    }

    @EachEngine
    void gap_belowWhatWasGiven_isJumpedWithOneMoreEvent(TestDatabase database) {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V11, database)) {
            Event lost = name(shared, "lost", shared.join);
            Event one = shared.foreign.message(shared.creator, "one", lost);
            Event two = shared.foreign.message(shared.creator, "two", one);
            Event three = shared.foreign.message(shared.creator, "three", two);
            missing(shared.peer, two);
            Knowing knowing = Knowing.of(shared, shared.peer, each -> true);

            shared.send(three);
            SharedRoom.await(() -> StagedEventsTest.staged(shared) == 0);

            assertThat(shared.bodies()).containsExactly("one", "two", "three");
            assertThat(shared.extremities()).contains(three.eventId());
            assertThat(shared.alice.state(shared.id(), "m.room.name", "").string("name"))
                    .hasValue("lost");
            assertThat(knowing.states()).containsExactly(one.eventId());
            // Who gives so few has no more.
            assertThat(shared.peer.heard(HonestAnswers.MISSING)).hasSize(1);
        }
    }

    @Test
    void event_belowWhichOneIsMissing_needsNoState() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            Event name = name(shared, "found", shared.join);
            Event message = shared.foreign.message(shared.creator, "hi", name);
            Knowing knowing = Knowing.of(shared, shared.peer, each -> true);

            shared.send(message);
            SharedRoom.await(() -> StagedEventsTest.staged(shared) == 0);

            assertThat(shared.extremities()).containsExactly(message.eventId());
            assertThat(shared.alice.state(shared.id(), "m.room.name", "").string("name"))
                    .hasValue("found");
            assertThat(knowing.states()).isEmpty();
        }
    }

    /// The server that made it has nothing more to say, and the others never got it.
    @Test
    void event_thatNobodyElseKnows_isTakenInWithWhatOthersGiveBelow() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12);
                ForeignServer second = shared.peer.another()) {
            Event bob = shared.foreign.join(second.user("bob"), shared.join);
            shared.send(bob);
            Event lost = name(shared, "lost", bob);
            Event below = shared.foreign.message(shared.creator, "below", lost);
            Event last = shared.foreign.message(second.user("bob"), "last", below);
            Knowing knowing = Knowing.of(shared, shared.peer, each -> !each.equals(last));

            second.send(shared.server.anonymous(), last);
            SharedRoom.await(() -> StagedEventsTest.staged(shared) == 0);

            assertThat(shared.bodies()).containsExactly("below", "last");
            assertThat(shared.extremities()).contains(last.eventId());
            assertThat(knowing.states()).containsExactly(below.eventId());
        }
    }

    /// What one may say follows from an event that nobody gives, whatever the state is said to be.
    @Test
    void event_whoseAuthEventsAreNotHadWithTheStateBelow_hasNoMoreStatesAskedFor() {
        try (SharedRoom shared = new SharedRoom(RoomVersion.V12)) {
            String bob = shared.peer.user("bob");
            Event joined = shared.foreign.join(bob, shared.join);
            Event hidden = shared.foreign.join(bob, joined);
            Event again = shared.foreign.join(bob, hidden);
            Event below = shared.foreign.message(bob, "below", again);
            Event given = shared.foreign.message(bob, "given", below);
            Event last = shared.foreign.message(bob, "last", given);
            missing(shared.peer, given);
            Set<Event> unknown = Set.of(hidden);
            Knowing knowing = Knowing.of(shared, shared.peer, each -> !unknown.contains(each));

            shared.send(last);
            SharedRoom.await(() -> StagedEventsTest.attempts(shared) == 1);

            assertThat(shared.bodies()).isEmpty();
            assertThat(shared.extremities()).containsExactly(shared.join.eventId());
            assertThat(knowing.states()).containsExactly(below.eventId());
        }
    }
}
