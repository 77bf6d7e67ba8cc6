package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.EventStore.Numbered;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// States that another server told of, as maps: what is here of them and was not rejected.
final class GivenStates {
    /// Events that are in memory at once: each may have 64 kB.
    private static final int CHUNK = 200;

    private static final long UNUSABLE = EventFlags.REJECTED | EventFlags.OUT_OF_BAND;

    private final Database database;
    private final EventStore events;

    GivenStates(Database database, EventStore events) {
        this.database = database;
        this.events = events;
    }

    /// A state as far as it is here.
    ///
    /// @param lacking events of it that are not
    record Given(StateMap map, List<EventId> lacking) {
        Given {
            lacking = List.copyOf(lacking);
        }
    }

    /// Finds the numbers of events.
    private interface Finder {
        Map<EventId, Numbered> find(Tx tx, Collection<EventId> ids);
    }

    /// Also with events that are on their way to their commit: only for the holder of the room's lock, whose own write comes after
    /// theirs, and fails with them.
    StateMap map(Room room, List<EventId> state) {
        return given(room, state, events::numbered).map();
    }

    /// For who does not hold the room's lock, so without events that are on their way to their commit, which may yet fail. What is
    /// lacking may be here a moment later: see [#isAnyHere].
    Given committed(Room room, List<EventId> state) {
        return given(room, state, events::committed);
    }

    /// Whether one of some events is here, or on its way. Only for the holder of the room's lock.
    boolean isAnyHere(List<EventId> ids) {
        for (int at = 0; at < ids.size(); at += CHUNK) {
            List<EventId> chunk = ids.subList(at, Math.min(at + CHUNK, ids.size()));
            if (database.read(tx -> events.numbered(tx, chunk)).values().stream()
                    .anyMatch(number -> !number.isMissing())) {
                return true;
            }
        }
        return false;
    }

    private Given given(Room room, List<EventId> state, Finder finder) {
        StateMap map = StateMap.EMPTY;
        List<EventId> lacking = new ArrayList<>();
        for (int at = 0; at < state.size(); at += CHUNK) {
            List<EventId> chunk = state.subList(at, Math.min(at + CHUNK, state.size()));
            Set<EventId> missing = new LinkedHashSet<>(chunk);
            for (StoredEvent event : database.read(tx -> read(tx, chunk, finder))) {
                missing.remove(event.eventId());
                if (belongs(room, event)) {
                    map = map.with(event.header().stateKey(), event.event(), 0);
                }
            }
            lacking.addAll(missing);
        }
        return new Given(map, lacking);
    }

    private List<StoredEvent> read(Tx tx, List<EventId> ids, Finder finder) {
        List<Long> here = new ArrayList<>();
        finder.find(tx, ids).values().stream()
                .filter(number -> !number.isMissing())
                .forEach(number -> here.add(number.event()));
        return List.copyOf(events.getAll(tx, here).values());
    }

    private static boolean belongs(Room room, StoredEvent event) {
        return event.header().room() == room.nid()
                && event.isState()
                && (event.header().flags() & UNUSABLE) == 0;
    }
}
