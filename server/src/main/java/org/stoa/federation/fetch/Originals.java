package org.stoa.federation.fetch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.platform.Parallel;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;

/// Gets events from the servers that made them, where another one gave them with a wrong hash. Such an event counts as redacted, and
/// it is the first copy that is kept: whoever is quick could empty what others say for all users of this server. Thread-safe; blocks.
///
/// Spec: server-server-api#validating-hashes-and-signatures-on-received-events (v1.19).
public final class Originals {
    /// Events of one answer or transaction that are asked for; of honest servers there are few that were redacted meanwhile.
    private static final int MAX = 5;

    private final EventFetcher events;
    private final StoredIds stored;
    private final Parallel parallel;

    Originals(EventFetcher events, StoredIds stored, Parallel parallel) {
        this.events = events;
        this.stored = stored;
        this.parallel = parallel;
    }

    /// Returns the events in their order, those as they came that cannot be had otherwise.
    ///
    /// @param giver who gave them
    /// @param emptied which of them had a wrong hash
    public List<Event> of(
            Room room, ServerName giver, Collection<Event> given, Set<EventId> emptied) {
        if (emptied.isEmpty()) {
            return List.copyOf(given);
        }
        Set<EventId> unknown = stored.missing(emptied);
        List<Event> wanted =
                given.stream()
                        .filter(event -> unknown.contains(event.eventId()))
                        .filter(event -> !event.sender().server().equals(giver))
                        .limit(MAX)
                        .toList();
        Map<EventId, Event> originals = new HashMap<>();
        parallel.map(wanted, event -> original(room, event)).stream()
                .flatMap(Optional::stream)
                .forEach(event -> originals.put(event.eventId(), event));
        return given.stream().map(event -> originals.getOrDefault(event.eventId(), event)).toList();
    }

    private Optional<Event> original(Room room, Event event) {
        return events.fetch(
                room.roomId(), room.rules(), List.of(event.sender().server()), event.eventId());
    }
}
