package org.stoa.rooms.head;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.LastChanges;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.Position;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventRepository;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.storage.rooms.RoomRepository.RoomRecord;

/// The rooms in memory: loads a room by one scan when it is first asked for, and drops those that were idle longest when
/// there are many. There is never more than one object of a room that can be written. Thread-safe.
public final class Rooms implements EventStore.RoomDescriptions {
    private static final int LOADERS = 64;
    private static final int MAX_DESCRIPTIONS = 100_000;

    /// Ids that are looked up with one statement.
    private static final int IDS_AT_ONCE = 1_000;

    /// Half a megabyte each: with fewer places, more is read again because of somebody else's receipts.
    private static final int RECEIPT_BITS = 16;

    private final Database database;
    private final States states;
    private final Time time;
    private final int maxInMemory;
    private final RoomRepository repository = new RoomRepository();
    private final EventRepository eventRepository = new EventRepository();
    private final Map<Long, Room> byNumber = new ConcurrentHashMap<>();
    private final Map<RoomId, Room> byId = new ConcurrentHashMap<>();
    private final Map<Long, Long> lastUsed = new ConcurrentHashMap<>();
    private final LastChanges receipts;
    private final LastChanges receiptsOfUsers;
    private final ReentrantLock[] loaders = new ReentrantLock[LOADERS];
    private final Cache<Long, Description> descriptions =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_DESCRIPTIONS).build();

    private record Description(RoomId roomId, RoomRules rules) {}

    /// Creates the registry.
    ///
    /// @param maxInMemory how many rooms are kept before idle ones are dropped
    public Rooms(Database database, States states, Time time, int maxInMemory) {
        this.database = database;
        this.states = states;
        this.time = time;
        this.maxInMemory = maxInMemory;
        long start = database.frontier().at(Lane.ONLY).value();
        this.receipts = new LastChanges(RECEIPT_BITS, start);
        this.receiptsOfUsers = new LastChanges(RECEIPT_BITS, start);
        for (int i = 0; i < LOADERS; i++) {
            loaders[i] = new ReentrantLock();
        }
    }

    /// The room with the id; empty when this server does not have it.
    public Optional<Room> find(RoomId roomId) {
        Room known = byId.get(roomId);
        if (known != null) {
            return present(known);
        }
        Optional<RoomRecord> stored = database.read(tx -> repository.byId(tx, roomId.toString()));
        return stored.flatMap(record -> present(load(record)));
    }

    /// Those of the ids that [#findKnown] would find a room for, without loading any. Cost: one statement for each thousand that are
    /// not in memory.
    public Set<RoomId> known(Collection<RoomId> roomIds) {
        Set<RoomId> known = new HashSet<>();
        List<RoomId> others = new ArrayList<>();
        for (RoomId roomId : roomIds) {
            if (byId.containsKey(roomId)) {
                known.add(roomId);
            } else {
                others.add(roomId);
            }
        }
        for (int at = 0; at < others.size(); at += IDS_AT_ONCE) {
            String[] some =
                    others.subList(at, Math.min(at + IDS_AT_ONCE, others.size())).stream()
                            .map(RoomId::toString)
                            .toArray(String[]::new);
            database.read(tx -> repository.stored(tx, some)).stream()
                    .map(RoomId::parse)
                    .forEach(known::add);
        }
        return known;
    }

    /// The room with the id, also one in which nothing has happened here: of which only an invite or a knock is known, or
    /// that is about to be joined; empty when this server never heard of it.
    public Optional<Room> findKnown(RoomId roomId) {
        Room known = byId.get(roomId);
        if (known != null) {
            return Optional.of(known);
        }
        return database.read(tx -> repository.byId(tx, roomId.toString())).map(this::load);
    }

    /// The room with the id.
    ///
    /// Errors: M_FORBIDDEN when this server does not have it: a stranger learns nothing about which rooms exist.
    public Room require(RoomId roomId) {
        return find(roomId).orElseThrow(() -> noSuchRoom(roomId));
    }

    /// The room with the id, as [#findKnown] finds it.
    ///
    /// Errors: M_FORBIDDEN when this server never heard of it.
    public Room requireKnown(RoomId roomId) {
        return findKnown(roomId).orElseThrow(() -> noSuchRoom(roomId));
    }

    private static MatrixException noSuchRoom(RoomId roomId) {
        return new MatrixException(
                ErrorCode.FORBIDDEN, "You are not in room " + roomId + ", or it does not exist");
    }

    /// The room with the number, which must exist.
    public Room get(long room) {
        Room known = byNumber.get(room);
        if (known != null) {
            lastUsed.put(room, time.nanoTime());
            return known;
        }
        return load(
                database.read(tx -> repository.byNumber(tx, room))
                        .orElseThrow(() -> new IllegalStateException("no room " + room)));
    }

    /// Does something under the lock of a room, on the one object of it that may be written.
    public <T> T locked(Room room, Function<Room, T> action) {
        Room current = room;
        while (true) {
            current.lock().lock();
            try {
                if (!current.isClosed()) {
                    return action.apply(current);
                }
            } finally {
                current.lock().unlock();
            }
            current = get(room.nid());
        }
    }

    /// Returns how many rooms are in memory, for metrics.
    public int inMemory() {
        return byNumber.size();
    }

    /// Adds a room that is being made. Nobody finds it before its first write is committed.
    ///
    /// Returns `false`, and does nothing, when there is a room with its id: in version 12 that is the hash of the create
    /// event, so two that a user makes in the same millisecond would get the same.
    public boolean addNew(Room room) {
        if (find(room.roomId()).isPresent() || byId.putIfAbsent(room.roomId(), room) != null) {
            return false;
        }
        add(room);
        return true;
    }

    private void add(Room room) {
        descriptions.put(room.nid(), new Description(room.roomId(), room.rules()));
        byNumber.put(room.nid(), room);
        byId.put(room.roomId(), room);
        lastUsed.put(room.nid(), time.nanoTime());
    }

    /// Removes a room whose first write failed.
    public void remove(Room room) {
        byNumber.remove(room.nid(), room);
        byId.remove(room.roomId(), room);
        lastUsed.remove(room.nid());
    }

    /// Loads a room again whose description has changed, one that nobody has entered.
    public Room reload(Room room) {
        return locked(
                room,
                current -> {
                    if (!current.close()) {
                        throw new IllegalStateException("a room with writes under way");
                    }
                    remove(current);
                    descriptions.invalidate(current.nid());
                    return get(current.nid());
                });
    }

    /// Notes that a receipt of a user was committed; called by the commit queue's thread.
    public void receiptAt(long room, long user, long position) {
        receipts.changed(room, position);
        receiptsOfUsers.changed(LastChanges.key(room, user), position);
        Room known = byNumber.get(room);
        if (known != null) {
            known.changedAt(position);
        }
    }

    /// Returns a position above which nobody's receipt for the room changed.
    public long lastReceipt(long room) {
        return receipts.last(room);
    }

    /// Returns a position above which no receipt of the user for the room changed, but those that come with his events.
    public long lastReceipt(long room, long user) {
        return receiptsOfUsers.last(LastChanges.key(room, user));
    }

    @Override
    public RoomId roomId(Tx tx, long room) {
        return description(tx, room).roomId();
    }

    @Override
    public RoomRules rules(Tx tx, long room) {
        return description(tx, room).rules();
    }

    private Description description(Tx tx, long room) {
        Description known = descriptions.getIfPresent(room);
        if (known != null) {
            return known;
        }
        RoomRecord record =
                repository
                        .byNumber(tx, room)
                        .orElseThrow(() -> new IllegalStateException("no room " + room));
        Description loaded = new Description(RoomId.parse(record.roomId()), rules(record));
        descriptions.put(room, loaded);
        return loaded;
    }

    private Optional<Room> present(Room room) {
        if (room.visible().position().value() == 0) {
            return Optional.empty();
        }
        lastUsed.put(room.nid(), time.nanoTime());
        return Optional.of(room);
    }

    private Room load(RoomRecord stored) {
        ReentrantLock loader = loaders[(int) (stored.room() % LOADERS)];
        loader.lock();
        try {
            Room known = byNumber.get(stored.room());
            if (known != null) {
                return known;
            }
            dropIdle();
            Room loaded = database.read(tx -> load(tx, stored.room()));
            add(loaded);
            return loaded;
        } finally {
            loader.unlock();
        }
    }

    private Room load(Tx tx, long number) {
        RoomRecord stored =
                repository
                        .byNumber(tx, number)
                        .orElseThrow(() -> new IllegalStateException("no room " + number));
        RoomRules rules = rules(stored);
        StateRef ref = new StateRef(stored.currentLine(), stored.currentVersion());
        StateMap state = states.all(tx, ref);
        List<Extremity> extremities = new ArrayList<>();
        for (EventRepository.ExtremityRecord extremity : eventRepository.extremities(tx, number)) {
            extremities.add(
                    new Extremity(
                            extremity.event(),
                            EventId.fromStored(extremity.eventId(), rules),
                            extremity.depth()));
        }
        Map<Long, Integer> servers = new HashMap<>();
        for (RoomRepository.StayRecord stay : repository.presentServers(tx, number)) {
            servers.put(stay.server(), stay.joined());
        }
        int joined = 0;
        int invited = 0;
        for (RoomRepository.MemberCount count : repository.memberCounts(tx, number)) {
            if (count.membership() == Memberships.number(Membership.JOIN)) {
                joined = count.count();
            } else if (count.membership() == Memberships.number(Membership.INVITE)) {
                invited = count.count();
            }
        }
        RoomHead head =
                new RoomHead(
                        state,
                        ref,
                        extremities,
                        stored.lastOrd(),
                        stored.nextAuthNo(),
                        eventRepository.countedMain(tx, number),
                        joined,
                        invited,
                        Map.copyOf(servers),
                        extremities.size() <= Extremity.MAX_RESOLVED,
                        partial(tx, stored));
        Position position = new Position(eventRepository.lastPos(tx, number));
        Room room =
                new Room(
                        number,
                        RoomId.parse(stored.roomId()),
                        rules,
                        new RoomSnapshot(position, head),
                        repository.changedPos(tx, number));
        room.completedAt(stored.completedPos());
        return room;
    }

    private @Nullable PartialState partial(Tx tx, RoomRecord stored) {
        return stored.partial() == null
                ? null
                : PartialState.NEW.with(repository.partialEvents(tx, stored.room()));
    }

    /// Drops the rooms that were idle longest, a tenth at a time, when there are too many.
    private void dropIdle() {
        if (byNumber.size() < maxInMemory) {
            return;
        }
        List<Room> oldest =
                byNumber.values().stream()
                        .filter(Room::isIdle)
                        .sorted(Comparator.comparing(room -> lastUsed.getOrDefault(room.nid(), 0L)))
                        .limit(maxInMemory / 10 + 1)
                        .toList();
        for (Room room : oldest) {
            if (room.lock().tryLock()) {
                try {
                    if (room.close()) {
                        remove(room);
                    }
                } finally {
                    room.lock().unlock();
                }
            }
        }
    }

    private static RoomRules rules(RoomRecord stored) {
        return RoomVersion.of(stored.version())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "room version "
                                                + stored.version()
                                                + " is newer than this program"))
                .rules();
    }
}
