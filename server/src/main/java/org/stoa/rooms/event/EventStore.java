package org.stoa.rooms.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.version.RoomRules;
import org.stoa.storage.Database;
import org.stoa.storage.EventBytesCodec;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventRecord;
import org.stoa.storage.rooms.EventRepository;

/// Stored events as objects, with a cache that is bounded in bytes. Thread-safe.
///
/// An event that is on its way to its commit is held until then, because the next event of its room builds on it and the
/// database does not have it; nobody else knows its number before it is committed.
public final class EventStore {
    private final Database database;
    private final Names names;
    private final EventBytesCodec codec;
    private final RoomDescriptions rooms;
    private final EventRepository repository = new EventRepository();
    private final Cache<Long, StoredEvent> cache;
    private final Map<Long, StoredEvent> underWay = new ConcurrentHashMap<>();

    /// Tells the id and the rules of a room by its number.
    public interface RoomDescriptions {
        /// The room's id.
        RoomId roomId(Tx tx, long room);

        /// The rules of the room's version.
        RoomRules rules(Tx tx, long room);
    }

    /// Creates a store.
    ///
    /// @param cacheBytes about how much memory the cache may take
    public EventStore(
            Database database,
            Names names,
            EventBytesCodec codec,
            RoomDescriptions rooms,
            long cacheBytes) {
        this.database = database;
        this.names = names;
        this.codec = codec;
        this.rooms = rooms;
        this.cache =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .maximumWeight(cacheBytes)
                        .weigher((Long event, StoredEvent stored) -> stored.weight())
                        .build();
    }

    /// The event with the number, which must exist.
    public StoredEvent get(long event) {
        StoredEvent cached = inMemory(event);
        if (cached != null) {
            return cached;
        }
        return database.read(tx -> get(tx, event));
    }

    /// The event with the number, which must exist, inside a transaction.
    public StoredEvent get(Tx tx, long event) {
        StoredEvent cached = inMemory(event);
        if (cached != null) {
            return cached;
        }
        EventRecord record =
                repository
                        .byNumber(tx, event)
                        .orElseThrow(() -> new IllegalStateException("no event " + event));
        return remember(stored(tx, record));
    }

    /// The events with the numbers, by number; each must exist.
    public Map<Long, StoredEvent> getAll(Tx tx, Collection<Long> events) {
        Map<Long, StoredEvent> found = new HashMap<>();
        List<Long> missing = new ArrayList<>();
        for (long event : events) {
            StoredEvent cached = inMemory(event);
            if (cached != null) {
                found.put(event, cached);
            } else {
                missing.add(event);
            }
        }
        if (!missing.isEmpty()) {
            long[] numbers = missing.stream().mapToLong(Long::longValue).toArray();
            for (EventRecord record : repository.byNumbers(tx, numbers)) {
                found.put(record.header().event(), remember(stored(tx, record)));
            }
        }
        return found;
    }

    /// The events with the numbers, those of them that exist, in no order, for who reads many of them once: they are not put into
    /// the cache, where they would take the place of what is asked for again.
    public List<StoredEvent> readOnce(Tx tx, Collection<Long> events) {
        long[] numbers = events.stream().mapToLong(Long::longValue).toArray();
        return repository.byNumbers(tx, numbers).stream().map(record -> known(tx, record)).toList();
    }

    /// The event with the id in a room; empty when we do not have it, or it is of another room.
    public Optional<StoredEvent> find(Tx tx, long room, RoomRules rules, EventId eventId) {
        OptionalLong number = repository.numberOf(tx, eventId.toStoredBytes());
        if (number.isEmpty()) {
            return Optional.empty();
        }
        Optional<StoredEvent> stored =
                Optional.ofNullable(inMemory(number.getAsLong()))
                        .or(
                                () ->
                                        repository
                                                .byNumber(tx, number.getAsLong())
                                                .map(record -> remember(stored(tx, record))));
        return stored.filter(event -> event.header().room() == room);
    }

    /// Events of the timeline at or below an order number, newest first.
    public List<StoredEvent> backwards(Tx tx, long room, long fromOrd, int limit) {
        return repository.backwards(tx, room, fromOrd, limit).stream()
                .map(record -> known(tx, record))
                .toList();
    }

    /// Events of the timeline above an order number, oldest first.
    public List<StoredEvent> forwards(Tx tx, long room, long aboveOrd, int limit) {
        return repository.forwards(tx, room, aboveOrd, limit).stream()
                .map(record -> known(tx, record))
                .toList();
    }

    /// Events of the timeline at or after a time in milliseconds, the nearest first.
    ///
    /// @param afterOrd of events of exactly that time, only those behind this place
    public List<StoredEvent> fromTime(Tx tx, long room, long ts, long afterOrd, int limit) {
        return repository.fromTime(tx, room, ts, afterOrd, limit).stream()
                .map(record -> known(tx, record))
                .toList();
    }

    /// Events of the timeline at or before a time in milliseconds, the nearest first.
    ///
    /// @param beforeOrd of events of exactly that time, only those before this place
    public List<StoredEvent> untilTime(Tx tx, long room, long ts, long beforeOrd, int limit) {
        return repository.untilTime(tx, room, ts, beforeOrd, limit).stream()
                .map(record -> known(tx, record))
                .toList();
    }

    /// Holds an event that is on its way to its commit, until it is remembered or forgotten.
    public void hold(StoredEvent event) {
        underWay.put(event.event(), event);
    }

    /// Puts an event that was committed, or that has changed, into the cache.
    public StoredEvent remember(StoredEvent event) {
        cache.put(event.event(), event);
        underWay.remove(event.event());
        return event;
    }

    /// Forgets an event that was not committed.
    public void forget(long event) {
        underWay.remove(event);
        cache.invalidate(event);
    }

    private @Nullable StoredEvent inMemory(long event) {
        StoredEvent cached = cache.getIfPresent(event);
        return cached != null ? cached : underWay.get(event);
    }

    /// The event that the error M_NOT_FOUND is about.
    public static MatrixException notFound() {
        return new MatrixException(ErrorCode.NOT_FOUND, "Event not found, or you may not see it");
    }

    private StoredEvent known(Tx tx, EventRecord record) {
        StoredEvent cached = cache.getIfPresent(record.header().event());
        return cached != null && cached.header().equals(record.header())
                ? cached
                : stored(tx, record);
    }

    private StoredEvent stored(Tx tx, EventRecord record) {
        RoomRules rules = rooms.rules(tx, record.header().room());
        return new StoredEvent(
                record.header(),
                EventId.fromStored(record.eventId(), rules),
                names.typeName(record.header().type()),
                rooms.roomId(tx, record.header().room()),
                rules,
                codec.unpack(record.dictionary(), record.client()),
                codec.unpack(record.dictionary(), record.federation()));
    }
}
