package org.stoa.rooms.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
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
import org.stoa.storage.rooms.EventGraphRepository;
import org.stoa.storage.rooms.EventRecord;
import org.stoa.storage.rooms.EventRepository;

/// Stored events as objects, with a cache that is bounded in bytes. Thread-safe.
///
/// An event that is on its way to its commit is held until then, because the next event of its room builds on it and the
/// database does not have it; nobody else knows its number before it is committed.
public final class EventStore {
    /// Events that are read with one statement where they may be large: 4 MB at most, before they are unpacked.
    public static final int AT_ONCE = 64;

    private final Database database;
    private final Names names;
    private final EventBytesCodec codec;
    private final RoomDescriptions rooms;
    private final EventRepository repository = new EventRepository();
    private final Cache<Long, StoredEvent> cache;
    private final Map<Long, StoredEvent> underWay = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, Numbered> idsUnderWay = new ConcurrentHashMap<>();
    private final EventGraphRepository graph = new EventGraphRepository();

    /// An event id with the number that stands for it.
    ///
    /// @param room number of the room that the event is of; of one that is known by name only it means nothing
    /// @param isMissing whether it is known by name only
    public record Numbered(long event, long room, boolean isMissing) {}

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

    /// The first of many events.
    ///
    /// @param events in the order of their numbers
    /// @param looked how many numbers that were, with those that do not exist
    public record First(List<StoredEvent> events, int looked) {}

    /// The first of the events with the numbers, until they have so many bytes; one at least, when there is one. Cost: at most
    /// one statement.
    public First first(Tx tx, List<Long> numbers, long maxBytes) {
        List<Long> asked = numbers.subList(0, Math.min(numbers.size(), AT_ONCE));
        Map<Long, StoredEvent> cached = new HashMap<>();
        List<Long> missing = new ArrayList<>();
        for (long event : asked) {
            StoredEvent known = inMemory(event);
            if (known == null) {
                missing.add(event);
            } else {
                cached.put(event, known);
            }
        }
        Map<Long, EventRecord> packed = packed(tx, missing);
        return first(
                asked,
                maxBytes,
                event -> {
                    StoredEvent known = cached.get(event);
                    EventRecord record = packed.get(event);
                    return known != null || record == null ? known : remember(stored(tx, record));
                });
    }

    /// The same for who reads many events once, as [#readOnce] does: they are not put into the cache.
    public First firstOnce(Tx tx, List<Long> numbers, long maxBytes) {
        List<Long> asked = numbers.subList(0, Math.min(numbers.size(), AT_ONCE));
        Map<Long, EventRecord> packed = packed(tx, asked);
        return first(
                asked,
                maxBytes,
                event -> {
                    EventRecord record = packed.get(event);
                    return record == null ? null : known(tx, record);
                });
    }

    private static First first(
            List<Long> asked, long maxBytes, LongFunction<@Nullable StoredEvent> unpacked) {
        List<StoredEvent> first = new ArrayList<>();
        long bytes = 0;
        int looked = 0;
        while (looked < asked.size() && bytes < maxBytes) {
            StoredEvent found = unpacked.apply(asked.get(looked++));
            if (found != null) {
                first.add(found);
                bytes += found.length();
            }
        }
        return new First(first, looked);
    }

    private Map<Long, EventRecord> packed(Tx tx, List<Long> events) {
        Map<Long, EventRecord> packed = new HashMap<>();
        if (!events.isEmpty()) {
            long[] numbers = events.stream().mapToLong(Long::longValue).toArray();
            repository
                    .byNumbers(tx, numbers)
                    .forEach(record -> packed.put(record.header().event(), record));
        }
        return packed;
    }

    /// The events with the numbers, those of them that exist, in no order, for who reads many of them once: they are not put into
    /// the cache, where they would take the place of what is asked for again.
    public List<StoredEvent> readOnce(Tx tx, Collection<Long> events) {
        long[] numbers = events.stream().mapToLong(Long::longValue).toArray();
        return repository.byNumbers(tx, numbers).stream().map(record -> known(tx, record)).toList();
    }

    /// What stands for events with these ids, in whatever room; those that nobody ever named are left out. Also of events
    /// that are on their way to their commit, so only for the holder of a room's lock. Cost: one statement.
    public Map<EventId, Numbered> numbered(Tx tx, Collection<EventId> eventIds) {
        return numbered(tx, eventIds, Map.of());
    }

    /// The same for who asked for some of them before.
    ///
    /// @param known what the database said of ids a moment ago, under the same hold of the lock; empty: nothing
    public Map<EventId, Numbered> numbered(
            Tx tx, Collection<EventId> eventIds, Map<EventId, Optional<Numbered>> known) {
        Map<ByteBuffer, EventId> asked = new LinkedHashMap<>();
        Map<EventId, Numbered> found = new HashMap<>();
        for (EventId eventId : eventIds) {
            ByteBuffer stored = ByteBuffer.wrap(eventId.toStoredBytes());
            Numbered held = idsUnderWay.get(stored);
            if (held != null) {
                found.put(eventId, held);
            } else if (known.containsKey(eventId)) {
                known.getOrDefault(eventId, Optional.empty())
                        .ifPresent(number -> found.put(eventId, number));
            } else {
                asked.put(stored, eventId);
            }
        }
        found.putAll(committed(tx, asked));
        return found;
    }

    /// The same without events that are on their way to their commit, for who does not hold the room's lock: they may yet fail.
    public Map<EventId, Numbered> committed(Tx tx, Collection<EventId> eventIds) {
        Map<ByteBuffer, EventId> asked = new LinkedHashMap<>();
        eventIds.forEach(eventId -> asked.put(ByteBuffer.wrap(eventId.toStoredBytes()), eventId));
        return committed(tx, asked);
    }

    private Map<EventId, Numbered> committed(Tx tx, Map<ByteBuffer, EventId> asked) {
        Map<EventId, Numbered> found = new HashMap<>();
        if (asked.isEmpty()) {
            return found;
        }
        byte[][] ids = asked.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new);
        for (EventGraphRepository.NumberedId row : graph.byIds(tx, ids)) {
            EventId eventId = asked.get(ByteBuffer.wrap(row.eventId()));
            if (eventId != null) {
                boolean isMissing = (row.flags() & EventFlags.MISSING) != 0;
                found.put(eventId, new Numbered(row.event(), row.room(), isMissing));
            }
        }
        return found;
    }

    /// The event with the id in a room; empty when it is not committed, or it is of another room.
    public Optional<StoredEvent> find(Tx tx, long room, RoomRules rules, EventId eventId) {
        OptionalLong number = repository.numberOf(tx, eventId.toStoredBytes());
        if (number.isEmpty()) {
            return Optional.empty();
        }
        return Optional.ofNullable(cache.getIfPresent(number.getAsLong()))
                .or(
                        () ->
                                repository
                                        .byNumber(tx, number.getAsLong())
                                        .map(record -> remember(stored(tx, record))))
                .filter(event -> event.header().room() == room);
    }

    /// The events with the ids in a room; those that are not committed, or are of another room, are left out. Cost: two
    /// statements.
    public Map<EventId, StoredEvent> findAll(Tx tx, long room, Collection<EventId> eventIds) {
        byte[][] ids = eventIds.stream().map(EventId::toStoredBytes).toArray(byte[][]::new);
        Map<EventId, StoredEvent> found = new HashMap<>();
        List<Long> uncached = new ArrayList<>();
        for (EventGraphRepository.NumberedId row : graph.byIds(tx, ids)) {
            StoredEvent cached = cache.getIfPresent(row.event());
            if (row.room() == room && cached != null) {
                found.put(cached.eventId(), cached);
            } else if (row.room() == room) {
                uncached.add(row.event());
            }
        }
        long[] numbers = uncached.stream().mapToLong(Long::longValue).toArray();
        if (numbers.length > 0) {
            for (EventRecord record : repository.byNumbers(tx, numbers)) {
                StoredEvent event = remember(stored(tx, record));
                found.put(event.eventId(), event);
            }
        }
        return found;
    }

    /// The event with the id in a room, also one that is on its way to its commit; empty when there is none. Only for the
    /// holder of the room's lock: nobody else is to see what may yet fail.
    public Optional<StoredEvent> findHeld(Tx tx, long room, EventId eventId) {
        Numbered number = numbered(tx, List.of(eventId)).get(eventId);
        if (number == null || number.isMissing() || number.room() != room) {
            return Optional.empty();
        }
        return Optional.of(get(tx, number.event()));
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

    /// Holds an event that is on its way to its commit, until that is done or given up. Returns what was held of it before,
    /// by an earlier write of its room; null for nothing.
    public @Nullable StoredEvent hold(StoredEvent event) {
        idsUnderWay.put(
                ByteBuffer.wrap(event.eventId().toStoredBytes()),
                new Numbered(event.event(), event.header().room(), false));
        return underWay.put(event.event(), event);
    }

    /// Lets go of an event that was not committed.
    ///
    /// @param before what [#hold] returned
    public void giveUp(StoredEvent held, @Nullable StoredEvent before) {
        cache.invalidate(held.event());
        if (before != null) {
            underWay.replace(held.event(), held, before);
        } else {
            letGo(held);
        }
    }

    /// Lets go of an event that was committed.
    ///
    /// @param placed the same with its position
    public void committed(StoredEvent held, StoredEvent placed) {
        cache.put(placed.event(), placed);
        letGo(held);
    }

    private void letGo(StoredEvent held) {
        if (underWay.remove(held.event(), held)) {
            idsUnderWay.remove(ByteBuffer.wrap(held.eventId().toStoredBytes()));
        }
    }

    /// Holds the number of an event that is known by name only, until it is let go.
    public void holdMissing(EventId eventId, long number, long room) {
        idsUnderWay.put(ByteBuffer.wrap(eventId.toStoredBytes()), new Numbered(number, room, true));
    }

    /// Lets go of a number of an event that is known by name only, unless that has come meanwhile.
    public void releaseMissing(EventId eventId, long number, long room) {
        idsUnderWay.remove(
                ByteBuffer.wrap(eventId.toStoredBytes()), new Numbered(number, room, true));
    }

    /// Puts an event into the cache as it is stored by now.
    public StoredEvent remember(StoredEvent event) {
        cache.put(event.event(), event);
        return event;
    }

    /// Forgets what is cached of an event that has changed.
    public void forget(long event) {
        cache.invalidate(event);
    }

    private @Nullable StoredEvent inMemory(long event) {
        StoredEvent held = underWay.get(event);
        return held != null ? held : cache.getIfPresent(event);
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
