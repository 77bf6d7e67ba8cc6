package org.stoa.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.receive.GivenState;

/// A state that another server gives, in memory.
///
/// @param events of the state
/// @param authChain their auth events, and theirs
public record ForeignState(List<Event> events, List<Event> authChain) implements GivenState {
    private static final int FEW = 3;

    public ForeignState {
        events = List.copyOf(events);
        authChain = List.copyOf(authChain);
    }

    /// The same with another state.
    public ForeignState with(List<Event> other) {
        return new ForeignState(other, authChain);
    }

    @Override
    public Optional<Event> create() {
        return events.stream().filter(event -> event.isState(EventTypes.CREATE, "")).findFirst();
    }

    @Override
    public List<EventId> state() {
        return events.stream().map(Event::eventId).toList();
    }

    @Override
    public void forEachBatch(Consumer<List<Event>> reader) {
        Map<EventId, Event> all = new LinkedHashMap<>();
        authChain.forEach(event -> all.put(event.eventId(), event));
        events.forEach(event -> all.put(event.eventId(), event));
        Set<Event> sorted = new LinkedHashSet<>();
        all.values().forEach(event -> addAfterAuths(event, all, sorted));
        List<Event> inOrder = new ArrayList<>(sorted);
        for (int at = 0; at < inOrder.size(); at += FEW) {
            reader.accept(inOrder.subList(at, Math.min(at + FEW, inOrder.size())));
        }
    }

    private static void addAfterAuths(Event event, Map<EventId, Event> all, Set<Event> sorted) {
        for (EventId auth : event.authEvents()) {
            Event named = all.get(auth);
            if (named != null && !sorted.contains(named)) {
                addAfterAuths(named, all, sorted);
            }
        }
        sorted.add(event);
    }
}
