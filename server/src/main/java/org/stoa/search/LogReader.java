package org.stoa.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.persist.PendingRedactions;
import org.stoa.search.index.Cursor;
import org.stoa.search.index.Entry;
import org.stoa.search.index.TextKind;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Position;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventLogRepository;
import org.stoa.storage.rooms.EventLogRepository.LogEvent;

/// Reads the stream of all events for the index, some at a time: which texts come, and which are gone. Reading something again
/// gives the same or what has become of it since, so that doing it twice does no harm. Thread-safe.
final class LogReader {
    /// Events of one read: it takes some milliseconds, and other readers wait no longer than that.
    static final int EVENTS = 500;

    private static final String REDACTION = "m.room.redaction";

    private final Database database;
    private final EventStore events;
    private final Names names;
    private final EventLogRepository log = new EventLogRepository();

    LogReader(Database database, EventStore events) {
        this.database = database;
        this.events = events;
        this.names = database.names();
    }

    /// What happened in a part of the stream.
    ///
    /// @param end up to where it was read
    /// @param entries texts to put into the index
    /// @param gone numbers of events to take out of it
    record Part(Cursor end, List<Entry> entries, List<Long> gone) {}

    /// Reads on from a place, at most up to a position.
    Part after(Cursor from, Position to) {
        return database.read(tx -> after(tx, from, to));
    }

    /// Whether any event is between two positions.
    boolean hasEvents(Position from, Position to) {
        return !database.read(tx -> log.between(tx, from.value(), to.value(), 1)).isEmpty();
    }

    /// Whether this database has the last event that was read up to there.
    boolean knows(Cursor cursor) {
        return cursor.lastEventPos() == 0
                || database.read(tx -> log.idAt(tx, cursor.lastEventPos()))
                        .filter(cursor::isLastEvent)
                        .isPresent();
    }

    private Part after(Tx tx, Cursor from, Position to) {
        List<LogEvent> part = log.between(tx, from.reached().value(), to.value(), EVENTS);
        if (part.isEmpty()) {
            return new Part(from.at(to), List.of(), List.of());
        }
        LogEvent last = part.getLast();
        Cursor end = Cursor.behind(last.pos(), log.idAt(tx, last.pos()).orElseThrow());
        List<Entry> entries = new ArrayList<>();
        List<Long> gone = new ArrayList<>();
        for (StoredEvent event : events.readOnce(tx, wanted(part))) {
            if (event.type().equals(REDACTION)) {
                redacted(tx, event).ifPresent(target -> gone.add(target.event()));
            } else {
                entry(event).ifPresentOrElse(entries::add, () -> gone.add(event.event()));
            }
        }
        return new Part(part.size() < EVENTS ? end.at(to) : end, entries, gone);
    }

    /// The events whose content matters.
    private List<Long> wanted(List<LogEvent> part) {
        Map<Long, Boolean> types = new HashMap<>();
        return part.stream()
                .filter(event -> types.computeIfAbsent(event.type(), this::isWanted))
                .map(LogEvent::event)
                .toList();
    }

    private boolean isWanted(long type) {
        String name = names.typeName(type);
        return name.equals(REDACTION) || TextKind.ofEventType(name).isPresent();
    }

    private Optional<Entry> entry(StoredEvent event) {
        if (event.ord() == 0) {
            return Optional.empty();
        }
        return SearchText.of(event)
                .map(
                        text ->
                                new Entry(
                                        event.event(),
                                        event.pos(),
                                        event.header().room(),
                                        event.ord(),
                                        event.header().sender(),
                                        TextKind.ofEventType(event.type()).orElseThrow(),
                                        text));
    }

    private Optional<StoredEvent> redacted(Tx tx, StoredEvent redaction) {
        Optional<EventId> target = PendingRedactions.target(redaction);
        return target.flatMap(
                        id -> events.find(tx, redaction.header().room(), redaction.rules(), id))
                .filter(StoredEvent::isRedacted);
    }
}
