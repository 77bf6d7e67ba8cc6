package org.stoa.federation.fetch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.EventStore.Numbered;
import org.stoa.storage.Database;

/// Which events are here for good, whatever became of them: what is on its way to its commit is not, since who asks goes on with
/// what is stored.
final class StoredIds {
    private static final int CHUNK = 1_000;

    private final Database database;
    private final EventStore events;

    StoredIds(Database database, EventStore events) {
        this.database = database;
        this.events = events;
    }

    /// Returns those that are not here, in the order in which they are given. What is here of another room needs no
    /// fetching.
    Set<EventId> missing(Collection<EventId> wanted) {
        List<EventId> all = new ArrayList<>(wanted);
        Set<EventId> missing = new LinkedHashSet<>();
        for (int at = 0; at < all.size(); at += CHUNK) {
            List<EventId> chunk = all.subList(at, Math.min(at + CHUNK, all.size()));
            Map<EventId, Numbered> here = database.read(tx -> events.committed(tx, chunk));
            for (EventId id : chunk) {
                Numbered found = here.get(id);
                if (found == null || found.isMissing()) {
                    missing.add(id);
                }
            }
        }
        return missing;
    }
}
