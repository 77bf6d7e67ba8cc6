package org.stoa.federation.receive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Time;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.federation.InboundPduRepository;
import org.stoa.storage.federation.InboundPduRepository.StagedPdu;

/// Events that cannot be taken in before others are here: durable, and bounded for each room and each server that sent them.
/// Thread-safe.
///
/// What does not fit is refused; it is found again as a prev event of a later one.
final class Staging {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    /// Events of a room.
    static final int MAX_OF_ROOM = 1_000;

    /// Of these, events of one server, so that one alone does not take all places.
    static final int MAX_OF_ROOM_AND_ORIGIN = 500;

    /// Of a server that is in the room so many find a place also when others have taken all: who made such an event could else be
    /// silenced, by events that name what others do not have.
    static final int FEW_OF_ROOM_AND_ORIGIN = 50;

    /// Events of one server in all rooms: 330 MB at most, as each has 64 KB at most without what is not kept (`unsigned`).
    static final int MAX_OF_ORIGIN = 5_000;

    /// Bytes that are parsed at once in a room, after the first event: parsed they take many times as much.
    private static final int MAX_PARSED_BYTES = 1 << 20;

    /// How often what is missing is looked for, in about an hour and a half.
    private static final int MAX_ATTEMPTS = 10;

    private static final long FIRST_PAUSE_MILLIS = 10_000;

    private final Database database;
    private final Time time;
    private final InboundPduRepository repository = new InboundPduRepository();

    /// Rooms that may have some, so that the others cost nothing.
    private final Set<Long> rooms = ConcurrentHashMap.newKeySet();

    Staging(Database database, Time time) {
        this.database = database;
        this.time = time;
    }

    /// One that waits.
    record Staged(Event event, ServerName origin, long attempts) {
        static Staged of(StagedPdu row, RoomRules rules) {
            return new Staged(
                    Event.parse(Json.parseObject(row.bytes()), rules),
                    ServerName.parse(row.origin()),
                    row.attempts());
        }
    }

    /// Keeps events, and returns those for which there is no place, when it is durable.
    ///
    /// @param events checked for format, signatures and hashes
    Set<EventId> put(Room room, ServerName origin, List<Event> events) {
        boolean isPresent =
                database.names()
                        .findServer(origin)
                        .filter(room.visible().head().servers()::containsKey)
                        .isPresent();
        long few = isPresent ? FEW_OF_ROOM_AND_ORIGIN : 0;
        Set<EventId> refused =
                database.write(tx -> put(tx, room.nid(), origin.text(), few, events));
        rooms.add(room.nid());
        return refused;
    }

    private Set<EventId> put(WriteTx tx, long room, String origin, long few, List<Event> events) {
        long ofOrigin = repository.count(tx, room, origin);
        long ofRoom = Math.max(MAX_OF_ROOM - repository.count(tx, room), few - ofOrigin);
        long places =
                Math.min(
                        ofRoom,
                        Math.min(
                                MAX_OF_ROOM_AND_ORIGIN - ofOrigin,
                                MAX_OF_ORIGIN - repository.count(tx, origin)));
        Set<EventId> refused = new HashSet<>();
        for (Event event : events) {
            if (places-- > 0) {
                byte[] id = event.eventId().toStoredBytes();
                repository.put(tx, room, id, origin, event.json().toBytes());
            } else {
                refused.add(event.eventId());
            }
        }
        return refused;
    }

    /// Whether events may wait in a room.
    boolean mayHave(Room room) {
        return rooms.contains(room.nid());
    }

    /// Notes which rooms have some that are due, and returns them.
    List<Long> roomsDue(int limit) {
        List<Long> due = database.read(tx -> repository.roomsDue(tx, time.millis(), limit));
        rooms.addAll(due);
        return due;
    }

    /// Those that have waited in a room for longest; fewer when they are large, and none only when none waits.
    List<Staged> oldest(Room room, int limit) {
        List<Staged> oldest = readable(room, tx -> repository.oldest(tx, room.nid(), limit));
        if (oldest.isEmpty()) {
            rooms.remove(room.nid());
        }
        return oldest;
    }

    /// Those for which what is missing may be looked for now; fewer when they are large, and none only when none is due.
    List<Staged> due(Room room, int limit) {
        return readable(room, tx -> repository.due(tx, room.nid(), time.millis(), limit));
    }

    /// What cannot be read is deleted, so the next rows are others.
    private List<Staged> readable(Room room, Function<Tx, List<StagedPdu>> query) {
        List<StagedPdu> rows = database.read(query);
        List<Staged> staged = parsed(room, rows);
        while (staged.isEmpty() && !rows.isEmpty()) {
            rows = database.read(query);
            staged = parsed(room, rows);
        }
        return staged;
    }

    private List<Staged> parsed(Room room, List<StagedPdu> rows) {
        List<Staged> staged = new ArrayList<>();
        List<byte[]> unreadable = new ArrayList<>();
        long bytes = 0;
        for (StagedPdu row : rows) {
            bytes += row.bytes().length;
            if (bytes > MAX_PARSED_BYTES && !staged.isEmpty()) {
                break;
            }
            try {
                staged.add(Staged.of(row, room.rules()));
            } catch (MatrixException | JsonException e) {
                LOG.error("An event that waits in {} cannot be read any more", room.roomId(), e);
                unreadable.add(row.eventId());
            }
        }
        if (!unreadable.isEmpty()) {
            byte[][] ids = unreadable.toArray(byte[][]::new);
            database.execute(tx -> repository.delete(tx, room.nid(), ids));
        }
        return staged;
    }

    /// Forgets some.
    void delete(Room room, List<Event> events) {
        if (!events.isEmpty()) {
            byte[][] ids =
                    events.stream()
                            .map(event -> event.eventId().toStoredBytes())
                            .toArray(byte[][]::new);
            database.execute(tx -> repository.delete(tx, room.nid(), ids));
        }
    }

    /// Forgets all of a room.
    void deleteAll(Room room) {
        database.execute(tx -> repository.deleteAll(tx, room.nid()));
        rooms.remove(room.nid());
    }

    /// Has some looked at again later, each time after twice as long; gives them up after many times.
    void postpone(Room room, Map<EventId, Staged> failed) {
        List<Event> hopeless =
                failed.values().stream()
                        .filter(staged -> staged.attempts() + 1 >= MAX_ATTEMPTS)
                        .map(Staged::event)
                        .toList();
        delete(room, hopeless);
        long now = time.millis();
        database.execute(
                tx ->
                        failed.forEach(
                                (id, staged) ->
                                        repository.postpone(
                                                tx,
                                                room.nid(),
                                                id.toStoredBytes(),
                                                staged.attempts() + 1,
                                                now + (FIRST_PAUSE_MILLIS << staged.attempts()))));
    }
}
