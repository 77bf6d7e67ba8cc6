package org.stoa.federation.pdu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;

/// Where events stand in a text, and which of them name which as auth events: some 250 bytes for each.
final class EventIndex {
    /// What an event takes of the memory, or an id that is only named.
    static final long BYTES = 256;

    private static final int[] NONE = {};

    private final Map<EventId, Integer> numbers = new HashMap<>();
    private final List<EventId> ids = new ArrayList<>();
    private long[] from = new long[64];

    /// Of an event that is only named it is 0.
    private int[] length = new int[64];

    private int[][] auths = new int[64][];

    /// How many ids there are, with those that are only named.
    int size() {
        return ids.size();
    }

    /// Adds an event, unless one with its id is there already.
    void add(Event event, long begin, int bytes) {
        int number = number(event.eventId());
        if (length[number] == 0) {
            from[number] = begin;
            length[number] = bytes;
            auths[number] = event.authEvents().stream().mapToInt(this::number).toArray();
        }
    }

    /// The number of an event; negative when nothing is known of it.
    int numberOf(EventId id) {
        return numbers.getOrDefault(id, -1);
    }

    /// Where an event begins in the text.
    long from(int number) {
        return from[number];
    }

    /// Where it has ended; 0 for one that is only named.
    long to(int number) {
        return from[number] + length[number];
    }

    private int number(EventId id) {
        Integer known = numbers.putIfAbsent(id, ids.size());
        if (known != null) {
            return known;
        }
        int number = ids.size();
        ids.add(id);
        if (number == length.length) {
            from = Arrays.copyOf(from, number * 2);
            length = Arrays.copyOf(length, number * 2);
            auths = Arrays.copyOf(auths, number * 2);
        }
        auths[number] = NONE;
        return number;
    }

    /// Returns the events that are wanted, each after its auth events. Goes down from each to what it names without recursion, since
    /// chains are long. In a room of an old version, where ids are no hashes, events may name each other: then one of them comes
    /// before what it names.
    int[] byAuths(Predicate<EventId> wanted) {
        int[] order = new int[ids.size()];
        int count = 0;
        boolean[] entered = new boolean[ids.size()];
        boolean[] done = new boolean[ids.size()];
        int[] waiting = new int[64];
        for (int event = 0; event < ids.size(); event++) {
            int depth = 0;
            waiting[depth++] = event;
            while (depth > 0) {
                int top = waiting[depth - 1];
                if (entered[top]) {
                    depth--;
                    if (!done[top] && length[top] > 0 && wanted.test(ids.get(top))) {
                        order[count++] = top;
                    }
                    done[top] = true;
                    continue;
                }
                entered[top] = true;
                for (int below : auths[top]) {
                    if (!entered[below]) {
                        waiting =
                                depth == waiting.length
                                        ? Arrays.copyOf(waiting, depth * 2)
                                        : waiting;
                        waiting[depth++] = below;
                    }
                }
            }
        }
        return Arrays.copyOf(order, count);
    }
}
