package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    StateMap map(Room room, List<EventId> state) {
        StateMap map = StateMap.EMPTY;
        for (int at = 0; at < state.size(); at += CHUNK) {
            List<EventId> chunk = state.subList(at, Math.min(at + CHUNK, state.size()));
            for (StoredEvent event : database.read(tx -> read(tx, chunk))) {
                if (belongs(room, event)) {
                    map = map.with(event.header().stateKey(), event.event(), 0);
                }
            }
        }
        return map;
    }

    private List<StoredEvent> read(Tx tx, List<EventId> ids) {
        Map<EventId, Numbered> numbered = events.numbered(tx, ids);
        List<Long> here = new ArrayList<>();
        numbered.values().stream()
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
