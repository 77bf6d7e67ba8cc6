package org.stoa.protocol.state;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.stoa.protocol.event.Event;

/// The mainline ordering: first the events that are authorised by older power levels, as seen from the power levels that the
/// ordering is based on; then by `origin_server_ts` and id.
///
/// Spec: rooms/v2#definitions, "Mainline ordering" (v1.19).
final class MainlineOrdering {

    /// The position of events that do not lead to the mainline, ∞ in the specification: they come first.
    private static final int NOWHERE = Integer.MAX_VALUE;

    /// One of the events, with what it is compared by.
    private record Placed(int number, int position, Event event) {}

    private static final Comparator<Placed> SMALLEST_FIRST =
            Comparator.comparingInt(Placed::position)
                    .reversed()
                    .thenComparing(Placed::event, EventOrder.BY_TIME_AND_ID);

    private final AuthGraph graph;
    private final LoadedEvents events;

    /// The mainline position of power levels, of those on the mainline and of those that were asked for.
    private final Map<Integer, Integer> positions = new HashMap<>();

    /// @param powerLevels the number of the power levels that the ordering is based on; -1 when there are none, so that all
    ///     events have the same position
    MainlineOrdering(AuthGraph graph, LoadedEvents events, int powerLevels) {
        this.graph = graph;
        this.events = events;
        int position = 0;
        for (int p = powerLevels; p >= 0; p = graph.powerLevelsOf(p)) {
            positions.put(p, position++);
        }
    }

    /// Returns the numbers in order.
    int[] sort(BitSet numbers) {
        return numbers.stream()
                .mapToObj(
                        number ->
                                new Placed(
                                        number,
                                        position(number),
                                        events.require(graph.event(number))))
                .sorted(SMALLEST_FIRST)
                .mapToInt(Placed::number)
                .toArray();
    }

    /// Returns the mainline position of an event: that of the first power levels on the mainline that it is authorised by,
    /// over any number of others.
    private int position(int number) {
        BitSet walked = new BitSet();
        int position = NOWHERE;
        for (int p = graph.powerLevelsOf(number); p >= 0; p = graph.powerLevelsOf(p)) {
            Integer known = positions.get(p);
            if (known != null) {
                position = known;
                break;
            }
            walked.set(p);
        }
        int found = position;
        walked.stream().forEach(p -> positions.put(p, found));
        return position;
    }
}
