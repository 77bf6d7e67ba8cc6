package org.stoa.rooms.receive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;

/// Orders events so that each comes after those of them that it names.
public final class Sorted {
    private Sorted() {}

    /// Each after its auth events.
    static List<Event> byAuths(Collection<Event> events) {
        return sorted(events, Event::authEvents);
    }

    /// Returns the events, each after its prev events as far as those are among them.
    public static List<Event> byPrevs(Collection<Event> events) {
        return sorted(events, Event::prevEvents);
    }

    /// Goes down from each event to what it names, without recursion, since chains are long. In a room of an old version,
    /// where ids are no hashes, events may name each other: then one of them comes before what it names.
    private static List<Event> sorted(
            Collection<Event> events, Function<Event, List<EventId>> named) {
        Map<EventId, Event> byId = new HashMap<>();
        events.forEach(event -> byId.putIfAbsent(event.eventId(), event));
        List<Event> sorted = new ArrayList<>(byId.size());
        Set<EventId> entered = new HashSet<>();
        Set<EventId> done = new HashSet<>();
        Deque<Event> waiting = new ArrayDeque<>();
        for (Event event : events) {
            waiting.push(event);
            while (!waiting.isEmpty()) {
                Event top = waiting.peek();
                if (entered.add(top.eventId())) {
                    for (EventId id : named.apply(top)) {
                        Event below = byId.get(id);
                        if (below != null && !entered.contains(id)) {
                            waiting.push(below);
                        }
                    }
                } else {
                    waiting.pop();
                    if (done.add(top.eventId())) {
                        sorted.add(top);
                    }
                }
            }
        }
        return sorted;
    }
}
