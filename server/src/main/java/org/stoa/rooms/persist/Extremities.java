package org.stoa.rooms.persist;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rows.DeleteExtremity;
import org.stoa.storage.rows.ExtremityRow;
import org.stoa.storage.rows.NamedRow;

/// Keeps the forward extremities of a room: the accepted events that no accepted event names as a prev, directly or through
/// soft-failed and rejected events only. Only for the holder of the room's lock.
///
/// That an event was named so is the flag `HAS_CHILD`. Events that can be extremities need no flag, since they become one
/// when they come and stop to be one when they are named; it is kept on soft-failed and rejected events and on outliers, and
/// for an event that is not here yet in a row of its own (`named`). A soft-failed or rejected event that has the flag has
/// handed it on to its own prevs. Without it a parent that comes late, or a child of a soft-failed event, would make an
/// ancestor an extremity again, and with it an old state the current one.
///
/// Spec: server-server-api#soft-failure, #rejection (v1.19).
public final class Extremities {
    private static final long NOT_ACCEPTED = EventFlags.REJECTED | EventFlags.SOFT_FAILED;

    private final Database database;
    private final EventStore events;

    /// Creates it.
    public Extremities(Database database, EventStore events) {
        this.database = database;
        this.events = events;
    }

    /// Takes an accepted event in, and takes out what it names.
    ///
    /// @param hasChild whether an accepted event has named it already
    public void accepted(RoomUpdate update, StoredEvent event, boolean hasChild) {
        Set<Long> named = named(update, event);
        Room room = update.room();
        List<Extremity> extremities = new ArrayList<>();
        if (!hasChild) {
            update.write().add(new ExtremityRow(room.nid(), event.event()));
            extremities.add(new Extremity(event.event(), event.eventId(), event.header().depth()));
        }
        for (Extremity extremity : update.head().extremities()) {
            if (named.contains(extremity.event())) {
                update.write().add(new DeleteExtremity(room.nid(), extremity.event()));
            } else {
                extremities.add(extremity);
            }
        }
        if (!extremities.equals(update.head().extremities())) {
            update.head(update.head().withExtremities(extremities, false));
        }
    }

    /// Makes an event the only extremity.
    public void only(RoomUpdate update, StoredEvent event) {
        named(update, event);
        long room = update.room().nid();
        for (Extremity extremity : update.head().extremities()) {
            update.write().add(new DeleteExtremity(room, extremity.event()));
        }
        update.write().add(new ExtremityRow(room, event.event()));
        Extremity only = new Extremity(event.event(), event.eventId(), event.header().depth());
        update.head(update.head().withExtremities(List.of(only), false));
    }

    /// Hands the flag of an event that has it on to its prevs, and takes out those that are extremities.
    public void handOn(RoomUpdate update, StoredEvent event) {
        Set<Long> named = named(update, event);
        List<Extremity> extremities = new ArrayList<>();
        for (Extremity extremity : update.head().extremities()) {
            if (named.contains(extremity.event())) {
                update.write().add(new DeleteExtremity(update.room().nid(), extremity.event()));
            } else {
                extremities.add(extremity);
            }
        }
        if (extremities.size() < update.head().extremities().size()) {
            update.head(update.head().withExtremities(extremities, false));
        }
    }

    /// Finds the extremities anew among events whose verdicts may have changed. Nothing else may follow them. When none of
    /// them is accepted, the extremities stay.
    public void anew(RoomUpdate update, Collection<StoredEvent> events) {
        Map<EventId, StoredEvent> byId = new HashMap<>();
        events.forEach(event -> byId.put(event.eventId(), event));
        Set<EventId> named = new HashSet<>();
        Deque<StoredEvent> waiting = new ArrayDeque<>(events);
        waiting.removeIf(event -> !isAccepted(event));
        while (!waiting.isEmpty()) {
            for (EventId id : waiting.poll().parsed().prevEvents()) {
                StoredEvent prev = byId.get(id);
                if (named.add(id) && prev != null && !isAccepted(prev)) {
                    waiting.add(prev);
                }
            }
        }
        for (StoredEvent event : events) {
            boolean isUnflagged = (update.flags(event) & EventFlags.HAS_CHILD) == 0;
            if (named.contains(event.eventId()) && !isAccepted(event) && isUnflagged) {
                update.addFlags(event, EventFlags.HAS_CHILD);
            }
        }
        List<StoredEvent> ends =
                events.stream()
                        .filter(event -> isAccepted(event) && !named.contains(event.eventId()))
                        .sorted(Comparator.comparingLong(StoredEvent::ord).reversed())
                        .toList();
        if (!ends.isEmpty()) {
            become(update, ends);
        }
    }

    private static boolean isAccepted(StoredEvent event) {
        return (event.header().flags() & NOT_ACCEPTED) == 0;
    }

    private static void become(RoomUpdate update, List<StoredEvent> ends) {
        long room = update.room().nid();
        for (Extremity extremity : update.head().extremities()) {
            update.write().add(new DeleteExtremity(room, extremity.event()));
        }
        List<Extremity> extremities = new ArrayList<>();
        for (StoredEvent end : ends) {
            update.write().add(new ExtremityRow(room, end.event()));
            extremities.add(new Extremity(end.event(), end.eventId(), end.header().depth()));
        }
        update.head(update.head().withExtremities(extremities, false));
    }

    /// Flags what an event names, and returns the accepted events among it.
    private Set<Long> named(RoomUpdate update, StoredEvent event) {
        Set<Long> accepted = new HashSet<>();
        Set<Long> seen = new HashSet<>();
        Deque<StoredEvent> waiting = new ArrayDeque<>(List.of(event));
        while (!waiting.isEmpty()) {
            for (StoredEvent prev : prevs(update, waiting.poll())) {
                if (!seen.add(prev.event())) {
                    continue;
                }
                long flags = update.flags(prev);
                boolean isOutlier = (flags & EventFlags.OUTLIER) != 0;
                if ((flags & NOT_ACCEPTED) == 0 && !isOutlier) {
                    accepted.add(prev.event());
                } else if ((flags & EventFlags.HAS_CHILD) == 0) {
                    update.addFlags(prev, EventFlags.HAS_CHILD);
                    if (!isOutlier) {
                        waiting.add(prev);
                    }
                }
            }
        }
        return accepted;
    }

    /// The prev events that are here; the others are noted by name.
    private List<StoredEvent> prevs(RoomUpdate update, StoredEvent event) {
        List<EventId> ids = event.parsed().prevEvents();
        Map<EventId, StoredEvent> found = database.read(tx -> find(tx, update.room(), ids));
        for (EventId id : ids) {
            if (!found.containsKey(id)) {
                update.write().add(new NamedRow(update.room().nid(), id.toStoredBytes()));
                update.forks().name(id);
            }
        }
        return List.copyOf(found.values());
    }

    private Map<EventId, StoredEvent> find(Tx tx, Room room, List<EventId> ids) {
        Map<EventId, EventStore.Numbered> numbers = events.numbered(tx, ids);
        List<Long> here =
                numbers.values().stream()
                        .filter(number -> !number.isMissing())
                        .map(EventStore.Numbered::event)
                        .toList();
        Map<Long, StoredEvent> stored = events.getAll(tx, here);
        Map<EventId, StoredEvent> found = new HashMap<>();
        numbers.forEach(
                (id, number) -> {
                    StoredEvent event = stored.get(number.event());
                    if (event != null && event.header().room() == room.nid()) {
                        found.put(id, event);
                    }
                });
        return found;
    }
}
