package org.stoa.protocol.state;

import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.version.RoomRules;

/// The reverse topological power ordering: an event comes after those that it is authorised by, directly or over others
/// of them. Where that leaves a choice, the greater power of the sender, the smaller `origin_server_ts` and the smaller id come
/// first. (The text also counts paths over events that are not to be sorted: docs/adr/0019.)
///
/// Kahn's algorithm.
///
/// Spec: rooms/v2#definitions, "Reverse topological power ordering" (v1.19).
final class PowerOrdering {

    /// One of the events, with what it is compared by.
    private record Candidate(int number, long power, Event event) {}

    private static final Comparator<Candidate> SMALLEST_FIRST =
            Comparator.comparingLong(Candidate::power)
                    .reversed()
                    .thenComparing(Candidate::event, EventOrder.BY_TIME_AND_ID);

    private final RoomRules rules;
    private final AuthGraph graph;
    private final LoadedEvents events;

    PowerOrdering(RoomRules rules, AuthGraph graph, LoadedEvents events) {
        this.rules = rules;
        this.graph = graph;
        this.events = events;
    }

    /// Returns the numbers in order.
    int[] sort(BitSet numbers) {
        AuthOrder order = new AuthOrder(graph, numbers);
        PriorityQueue<Candidate> candidates = new PriorityQueue<>(SMALLEST_FIRST);
        IntConsumer take = number -> candidates.add(candidate(number));
        int[] sorted = new int[numbers.cardinality()];
        int count = 0;
        order.forEachFirst(take);
        while (!candidates.isEmpty()) {
            int number = candidates.remove().number();
            sorted[count++] = number;
            order.pass(number, take);
        }
        return sorted;
    }

    private Candidate candidate(int number) {
        Event event = events.require(graph.event(number));
        return new Candidate(number, senderLevel(number, event), event);
    }

    /// Returns the level of the sender as the auth events of the event say.
    private long senderLevel(int number, Event event) {
        Event create = createOf(number, event);
        if (create == null) {
            return 0;
        }
        int levels = graph.powerLevelsOf(number);
        return PowerLevels.of(create, levels < 0 ? null : events.orNull(graph.event(levels)))
                .user(event.sender());
    }

    private @Nullable Event createOf(int number, Event event) {
        if (event.isState(EventTypes.CREATE, "")) {
            return event;
        }
        if (rules.roomIdFromCreate()) {
            return events.create();
        }
        for (int i = 0; i < graph.authCount(number); i++) {
            Event auth = events.orNull(graph.event(graph.auth(number, i)));
            if (auth != null && auth.isState(EventTypes.CREATE, "")) {
                return auth;
            }
        }
        return null;
    }
}
