package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Finds stored events, by number, by id, and by their place in the timeline.
public final class EventRepository {
    private static final String COLUMNS =
            """
            e.event, e.room, e.pos, e.ord, e.sender, e.type, e.state_key, e.ts, e.depth, e.flags,
            e.state_line, e.state_version, e.replaces, e.thread, e.counted_main, e.counted_thread, e.redaction,
            e.event_id, j.dictionary, j.client, j.federation
            """;

    /// The events with the numbers, in no order; those that do not exist, or are known by name only, are left out.
    public List<EventRecord> byNumbers(Tx tx, long[] events) {
        return tx.list(
                "SELECT "
                        + COLUMNS
                        + """
                        FROM event e JOIN event_json j ON j.event = e.event
                        WHERE e.event = ANY(?)
                        """,
                EventRepository::record,
                events);
    }

    /// The event with the number.
    public Optional<EventRecord> byNumber(Tx tx, long event) {
        return tx.one(
                "SELECT "
                        + COLUMNS
                        + """
                        FROM event e JOIN event_json j ON j.event = e.event
                        WHERE e.event = ?
                        """,
                EventRepository::record,
                event);
    }

    /// The number of the event with the id (in stored form), also when the event is known by name only.
    public OptionalLong numberOf(Tx tx, byte[] eventId) {
        return tx.one("SELECT event FROM event WHERE event_id = ?", row -> row.number(1), eventId)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /// Events of the timeline at or below an order number, newest first.
    public List<EventRecord> backwards(Tx tx, long room, long fromOrd, int limit) {
        return tx.list(
                "SELECT "
                        + COLUMNS
                        + """
                        FROM event e JOIN event_json j ON j.event = e.event
                        WHERE e.room = ? AND e.ord <= ?
                        ORDER BY e.ord DESC LIMIT ?
                        """,
                EventRepository::record,
                room,
                fromOrd,
                limit);
    }

    /// Events of the timeline above an order number, oldest first.
    public List<EventRecord> forwards(Tx tx, long room, long aboveOrd, int limit) {
        return tx.list(
                "SELECT "
                        + COLUMNS
                        + """
                        FROM event e JOIN event_json j ON j.event = e.event
                        WHERE e.room = ? AND e.ord > ?
                        ORDER BY e.ord LIMIT ?
                        """,
                EventRepository::record,
                room,
                aboveOrd,
                limit);
    }

    /// The order number of the newest event at or before a stream position; 0 when there is none.
    public long ordAt(Tx tx, long room, long pos) {
        // Pairs, so that no planner walks back through the positions of all rooms.
        return tx.one(
                        """
                        SELECT ord FROM event
                        WHERE pos IS NOT NULL AND (room, pos) > (?, 0) AND (room, pos) <= (?, ?)
                        ORDER BY room DESC, pos DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        room,
                        pos)
                .orElse(0L);
    }

    /// The stream position of the newest event of a room; 0 when it has none.
    public long lastPos(Tx tx, long room) {
        return tx.one(
                        """
                        SELECT pos FROM event
                        WHERE pos IS NOT NULL AND (room, pos) > (?, 0) AND (room, pos) <= (?, ?)
                        ORDER BY room DESC, pos DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        room,
                        Long.MAX_VALUE)
                .orElse(0L);
    }

    /// The running totals after the newest event of a room: counted events of the main timeline.
    public long countedMain(Tx tx, long room) {
        return tx.one(
                        """
                        SELECT counted_main FROM event
                        WHERE room = ? AND ord IS NOT NULL
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room)
                .orElse(0L);
    }

    /// The running total of a thread after its newest event; 0 when it has none.
    public long countedInThread(Tx tx, long room, long root) {
        return tx.one(
                        """
                        SELECT counted_thread FROM event
                        WHERE room = ? AND thread = ? AND ord IS NOT NULL
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        root)
                .orElse(0L);
    }

    /// Forward extremities of a room: number, id in stored form, depth; newest first.
    public List<ExtremityRecord> extremities(Tx tx, long room) {
        return tx.list(
                """
                SELECT x.event, e.event_id, e.depth
                FROM extremity x JOIN event e ON e.event = x.event
                WHERE x.room = ?
                ORDER BY e.pos DESC
                """,
                row -> new ExtremityRecord(row.number(1), row.bytes(2), row.number(3)),
                room);
    }

    /// Redactions that came before their target (its id in stored form).
    public List<Long> pendingRedactions(Tx tx, long room, byte[] eventId) {
        return tx.list(
                "SELECT redaction FROM pending_redaction WHERE room = ? AND event_id = ?",
                row -> row.number(1),
                room,
                eventId);
    }

    /// Whether any redaction of the room waits for its target.
    public boolean hasPendingRedactions(Tx tx, long room) {
        return tx.one(
                        "SELECT 1 FROM pending_redaction WHERE room = ? LIMIT 1",
                        row -> row.number(1),
                        room)
                .isPresent();
    }

    /// Events of the timeline at or after a time, those nearest to it first.
    ///
    /// @param afterOrd of events of exactly that time, only those behind this place
    public List<EventRecord> fromTime(Tx tx, long room, long ts, long afterOrd, int limit) {
        return tx.list(
                "SELECT "
                        + COLUMNS
                        + """
                        FROM event e JOIN event_json j ON j.event = e.event
                        WHERE e.room = ? AND (e.ts, e.ord) > (?, ?) AND e.ord IS NOT NULL
                        ORDER BY e.ts, e.ord LIMIT ?
                        """,
                EventRepository::record,
                room,
                ts,
                afterOrd,
                limit);
    }

    /// Events of the timeline at or before a time, those nearest to it first.
    ///
    /// @param beforeOrd of events of exactly that time, only those before this place
    public List<EventRecord> untilTime(Tx tx, long room, long ts, long beforeOrd, int limit) {
        return tx.list(
                "SELECT "
                        + COLUMNS
                        + """
                        FROM event e JOIN event_json j ON j.event = e.event
                        WHERE e.room = ? AND (e.ts, e.ord) < (?, ?) AND e.ord IS NOT NULL
                        ORDER BY e.ts DESC, e.ord DESC LIMIT ?
                        """,
                EventRepository::record,
                room,
                ts,
                beforeOrd,
                limit);
    }

    /// Deletes the bytes from before a redaction; does nothing when there are none.
    public void deleteRedacted(WriteTx tx, long event) {
        tx.update("DELETE FROM redacted_json WHERE event = ?", event);
    }

    /// A forward extremity as it is stored.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record ExtremityRecord(long event, byte[] eventId, long depth) {}

    private static EventRecord record(ResultRow row) {
        EventHeader header =
                new EventHeader(
                        row.number(1),
                        row.number(2),
                        row.number(3),
                        row.number(4),
                        row.number(5),
                        row.number(6),
                        row.number(7),
                        row.number(8),
                        row.number(9),
                        row.number(10),
                        row.number(11),
                        row.number(12),
                        row.number(13),
                        row.number(14),
                        row.number(15),
                        row.number(16),
                        row.number(17));
        return new EventRecord(header, row.bytes(18), row.number(19), row.bytes(20), row.bytes(21));
    }
}
