package org.stoa.protocol.state;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;

/// The events that one resolution has asked for, each once.
final class LoadedEvents {

    private final StateEvents source;
    private final Map<Long, Optional<StateEvent>> loaded = new HashMap<>();

    LoadedEvents(StateEvents source) {
        this.source = source;
    }

    /// Loads in one go what is not here yet.
    void prepare(Collection<Long> events) {
        List<Long> wanted = new ArrayList<>();
        for (Long event : events) {
            if (!loaded.containsKey(event)) {
                wanted.add(event);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        Map<Long, StateEvent> found = source.load(wanted);
        wanted.forEach(event -> loaded.put(event, Optional.ofNullable(found.get(event))));
    }

    /// Loads in one go these events of the graph and their auth events.
    void prepareWithAuthEvents(BitSet numbers, AuthGraph graph) {
        BitSet wanted = (BitSet) numbers.clone();
        numbers.stream()
                .forEach(
                        number -> {
                            for (int i = 0; i < graph.authCount(number); i++) {
                                wanted.set(graph.auth(number, i));
                            }
                        });
        prepare(wanted.stream().mapToObj(graph::event).toList());
    }

    /// Returns the event; empty when the room knows it by name only.
    Optional<StateEvent> find(long event) {
        Optional<StateEvent> known = loaded.get(event);
        if (known != null) {
            return known;
        }
        prepare(List.of(event));
        return loaded.getOrDefault(event, Optional.empty());
    }

    /// Returns an event that is known to be here.
    Event require(long event) {
        return find(event)
                .map(StateEvent::event)
                .orElseThrow(() -> new IllegalStateException("Event " + event + " is not here"));
    }

    @Nullable Event orNull(long event) {
        return find(event).map(StateEvent::event).orElse(null);
    }

    long stateKey(String type, String stateKey) {
        return source.stateKey(type, stateKey);
    }

    long stateKey(Event event) {
        return source.stateKey(event.type(), event.stateKey().orElseThrow());
    }

    Event create() {
        return source.create();
    }
}
