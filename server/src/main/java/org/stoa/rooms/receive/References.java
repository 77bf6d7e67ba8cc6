package org.stoa.rooms.receive;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.EventStore.Numbered;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventGraphRepository;

/// What is here of an event and of those that it names. An event counts only inside its room, so one of another room is
/// as good as not here, but its name says that something is wrong.
///
/// @param known the event itself, when it is here already; null when not
/// @param number the number that its id has; 0 for none
/// @param isElsewhere whether its id is that of an event of another room
/// @param auths its auth events that are here, and were checked against their own
/// @param missingAuths those that are not
/// @param prevs its prev events that are here and have a state of their own, so that they count as its prev events
/// @param missingPrevs those that are not here, or have no place here
/// @param strangers prev and auth events that are of another room
/// @param numbers the numbers of what it names, as far as there are any
/// @param isNamed whether an accepted event named it before it came
record References(
        @Nullable StoredEvent known,
        long number,
        boolean isElsewhere,
        List<StoredEvent> auths,
        List<EventId> missingAuths,
        List<StoredEvent> prevs,
        List<EventId> missingPrevs,
        List<EventId> strangers,
        Map<EventId, Long> numbers,
        boolean isNamed) {

    /// What the database said of the events of a batch, and of what they name.
    ///
    /// @param numbers of all ids that were asked for
    /// @param named those of the batch that an accepted event had named before, in stored form
    record Stored(Map<EventId, Optional<Numbered>> numbers, Set<ByteBuffer> named) {
        static final Stored NOTHING = new Stored(Map.of(), Set.of());
    }

    /// Looks up what is named.
    static final class Finder {
        private final Database database;
        private final EventStore events;
        private final EventGraphRepository repository = new EventGraphRepository();

        Finder(Database database, EventStore events) {
            this.database = database;
            this.events = events;
        }

        /// What is here, also of what the update has added so far. Cost: at most three statements, also for many names.
        References of(RoomUpdate update, Event event) {
            return of(update, event, Stored.NOTHING);
        }

        /// The same for an event of a batch that was looked up together.
        References of(RoomUpdate update, Event event, Stored stored) {
            return database.read(tx -> read(tx, update, event, stored));
        }

        /// Looks up what all events of a batch name, with three statements. Only for the same hold of the room's lock.
        Stored look(RoomUpdate update, Collection<Event> batch) {
            Set<EventId> ids = new LinkedHashSet<>();
            batch.forEach(event -> ids.addAll(namedBy(event)));
            byte[][] own =
                    batch.stream().map(e -> e.eventId().toStoredBytes()).toArray(byte[][]::new);
            return database.read(
                    tx -> {
                        Map<EventId, Numbered> found = events.numbered(tx, ids);
                        events.getAll(tx, present(found));
                        Map<EventId, Optional<Numbered>> numbers = new HashMap<>();
                        ids.forEach(id -> numbers.put(id, Optional.ofNullable(found.get(id))));
                        Set<ByteBuffer> named = new HashSet<>();
                        repository
                                .named(tx, update.room().nid(), own)
                                .forEach(id -> named.add(ByteBuffer.wrap(id)));
                        return new Stored(numbers, named);
                    });
        }

        private static Set<EventId> namedBy(Event event) {
            Set<EventId> ids = new LinkedHashSet<>(event.prevEvents());
            ids.addAll(event.authEvents());
            ids.add(event.eventId());
            return ids;
        }

        private References read(Tx tx, RoomUpdate update, Event event, Stored known) {
            Room room = update.room();
            Set<EventId> ids = namedBy(event);
            Map<EventId, Numbered> numbered = events.numbered(tx, ids, known.numbers());
            Map<EventId, StoredEvent> here = new HashMap<>();
            Set<EventId> strangers = new HashSet<>();
            Map<EventId, Long> numbers = new LinkedHashMap<>();
            Map<Long, StoredEvent> stored = events.getAll(tx, present(numbered));
            numbered.forEach(
                    (id, number) -> {
                        numbers.put(id, number.event());
                        StoredEvent found = stored.get(number.event());
                        if (found != null && found.header().room() == room.nid()) {
                            here.put(id, found);
                        } else if (found != null) {
                            strangers.add(id);
                        }
                    });
            return sorted(tx, update, event, here, strangers, numbers, known);
        }

        private static List<Long> present(Map<EventId, Numbered> numbered) {
            return numbered.values().stream()
                    .filter(number -> !number.isMissing())
                    .map(Numbered::event)
                    .toList();
        }

        private References sorted(
                Tx tx,
                RoomUpdate update,
                Event event,
                Map<EventId, StoredEvent> here,
                Set<EventId> strangers,
                Map<EventId, Long> numbers,
                Stored known) {
            List<StoredEvent> prevs = new ArrayList<>();
            List<EventId> missingPrevs = new ArrayList<>();
            for (EventId id : new LinkedHashSet<>(event.prevEvents())) {
                StoredEvent prev = here.get(id);
                if (prev != null && prev.hasState()) {
                    prevs.add(prev);
                } else if (!strangers.contains(id)) {
                    missingPrevs.add(id);
                }
            }
            List<StoredEvent> auths = new ArrayList<>();
            List<EventId> missingAuths = new ArrayList<>();
            for (EventId id : event.authEvents()) {
                StoredEvent auth = here.get(id);
                boolean isChecked =
                        auth != null && (auth.header().flags() & EventFlags.OUT_OF_BAND) == 0;
                if (auth != null && isChecked) {
                    auths.add(auth);
                } else if (!strangers.contains(id)) {
                    missingAuths.add(id);
                }
            }
            EventId own = event.eventId();
            return new References(
                    here.get(own),
                    numbers.getOrDefault(own, 0L),
                    strangers.remove(own),
                    auths,
                    missingAuths,
                    prevs,
                    missingPrevs,
                    List.copyOf(strangers),
                    numbers,
                    isNamed(tx, update, own, here.get(own), known));
        }

        private boolean isNamed(
                Tx tx, RoomUpdate update, EventId own, @Nullable StoredEvent here, Stored known) {
            boolean isFlagged = here != null && (update.flags(here) & EventFlags.HAS_CHILD) != 0;
            if (isFlagged || update.forks().isNamed(own)) {
                return true;
            }
            byte[] id = own.toStoredBytes();
            return known.numbers().containsKey(own)
                    ? known.named().contains(ByteBuffer.wrap(id))
                    : !repository.named(tx, update.room().nid(), new byte[][] {id}).isEmpty();
        }
    }
}
