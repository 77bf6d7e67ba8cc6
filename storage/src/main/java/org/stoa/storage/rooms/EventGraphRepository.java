package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.PackedNumbers;
import org.stoa.storage.Tx;

/// Reads how the events of a room hang together: auth events, the gaps in the timeline, and what is known of an event by its
/// name only.
public final class EventGraphRepository {
    /// An event by its id, also one that is known by name only.
    ///
    /// @param eventId in stored form
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record NumberedId(long event, byte[] eventId, long room, long flags) {}

    /// An event with the numbers of those that it names.
    public record Edges(long event, List<Long> named) {}

    /// A place in a room's order below which events are missing.
    ///
    /// @param missing ids of the missing events, as the row has them
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Gap(long ord, byte[] missing) {}

    /// What is done with each event of an auth graph.
    @FunctionalInterface
    public interface AuthConsumer {
        /// Takes an event, its type, its state key and the numbers of its auth events.
        void accept(long event, long stateKey, List<Long> auths);
    }

    /// The events with the ids (in stored form), in no order, also those that are known by name only.
    public List<NumberedId> byIds(Tx tx, byte[][] eventIds) {
        return tx.list(
                "SELECT event, event_id, room, flags FROM event WHERE event_id = ANY_BYTES(?)",
                row -> new NumberedId(row.number(1), row.bytes(2), row.number(3), row.number(4)),
                (Object) eventIds);
    }

    /// The ids (in stored form) of events with these numbers, in no order.
    public List<NumberedId> byNumbers(Tx tx, long[] events) {
        return tx.list(
                "SELECT event, event_id, room, flags FROM event WHERE event = ANY(?)",
                row -> new NumberedId(row.number(1), row.bytes(2), row.number(3), row.number(4)),
                events);
    }

    /// Those of the ids (in stored form) that an accepted event of the room named as a prev before they were here.
    public List<byte[]> named(Tx tx, long room, byte[][] eventIds) {
        return tx.list(
                "SELECT event_id FROM named WHERE room = ? AND event_id = ANY_BYTES(?)",
                row -> row.bytes(1),
                room,
                eventIds);
    }

    /// The auth graph of a room: each event after its auth events.
    public void authGraph(Tx tx, long room, AuthConsumer consumer) {
        tx.forEach(
                """
                SELECT event, state_key, auths FROM event
                WHERE room = ? AND auth_no IS NOT NULL
                ORDER BY auth_no
                """,
                row ->
                        consumer.accept(
                                row.number(1), row.number(2), PackedNumbers.unpack(row.bytes(3))),
                room);
    }

    /// The number of an event in the auth graph of its room; 0 when it is not in it.
    public long authNo(Tx tx, long event) {
        return tx.one("SELECT auth_no FROM event WHERE event = ?", row -> row.number(1), event)
                .orElse(0L);
    }

    /// The auth events of some events, in no order; events without a list of them are left out.
    public List<Edges> auths(Tx tx, long[] events) {
        return tx.list(
                "SELECT event, auths FROM event WHERE event = ANY(?) AND auths IS NOT NULL",
                row -> new Edges(row.number(1), PackedNumbers.unpack(row.bytes(2))),
                events);
    }

    /// The newest gap of a room at or below a place of its order.
    public Optional<Gap> gapAtOrBelow(Tx tx, long room, long ord) {
        return tx.one(
                """
                SELECT ord, missing FROM gap WHERE room = ? AND ord <= ?
                ORDER BY ord DESC LIMIT 1
                """,
                row -> new Gap(row.number(1), row.bytes(2)),
                room,
                ord);
    }

    /// The oldest gap of a room above a place of its order.
    public Optional<Gap> gapAbove(Tx tx, long room, long ord) {
        return tx.one(
                """
                SELECT ord, missing FROM gap WHERE room = ? AND ord > ?
                ORDER BY ord LIMIT 1
                """,
                row -> new Gap(row.number(1), row.bytes(2)),
                room,
                ord);
    }

    /// The place of the newest event of the timeline below a place; 0 when there is none.
    public long ordBelow(Tx tx, long room, long ord) {
        return tx.one(
                        """
                        SELECT ord FROM event WHERE room = ? AND ord < ?
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        ord)
                .orElse(0L);
    }

    /// The running total of the main timeline at the newest event below a place; 0 when there is none.
    public long countedMainBelow(Tx tx, long room, long ord) {
        return tx.one(
                        """
                        SELECT counted_main FROM event WHERE room = ? AND ord < ?
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        ord)
                .orElse(0L);
    }

    /// The running total of a thread at its newest event below a place; 0 when there is none.
    public long countedThreadBelow(Tx tx, long room, long root, long ord) {
        return tx.one(
                        """
                        SELECT counted_thread FROM event WHERE room = ? AND thread = ? AND ord < ?
                        ORDER BY ord DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        room,
                        root,
                        ord)
                .orElse(0L);
    }

    /// Whether a thread has an event above a place.
    public boolean threadGoesOnAfter(Tx tx, long room, long root, long ord) {
        return tx.one(
                        "SELECT 1 FROM event WHERE room = ? AND thread = ? AND ord > ? LIMIT 1",
                        row -> row.number(1),
                        room,
                        root,
                        ord)
                .isPresent();
    }
}
