package org.stoa.storage.federation;

import java.util.List;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `inbound_pdu`: events of other servers that wait for others.
public final class InboundPduRepository {
    /// The most bytes that are read of one event: twice what an event may have, as its numbers may be spelled longer.
    public static final int MAX_BYTES = 128 << 10;

    private static final String COLUMNS =
            """
            SELECT event_id, origin, attempts, retry_at, CASE WHEN LENGTH(bytes) <= %d THEN bytes END
              FROM inbound_pdu
            """
                    .formatted(MAX_BYTES);

    /// One that waits.
    ///
    /// @param eventId as stored
    /// @param origin who sent it
    /// @param attempts how often what is missing was not to be had
    /// @param retryAt when it is looked for again
    /// @param bytes as JSON; none when there are more than [#MAX_BYTES]
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record StagedPdu(
            byte[] eventId, String origin, long attempts, long retryAt, byte[] bytes) {
        static StagedPdu of(ResultRow row) {
            byte[] bytes = row.bytesOrNull(5);
            return new StagedPdu(
                    row.bytes(1),
                    row.text(2),
                    row.number(3),
                    row.number(4),
                    bytes == null ? new byte[0] : bytes);
        }
    }

    /// Adds one, unless it waits already. It is due at once.
    public void put(WriteTx tx, long room, byte[] eventId, String origin, byte[] bytes) {
        tx.update(
                """
                INSERT INTO inbound_pdu (room, event_id, origin, pos, attempts, retry_at, bytes)
                VALUES (?, ?, ?, ?, 0, 0, ?)
                ON CONFLICT (room, event_id) DO NOTHING
                """,
                room,
                eventId,
                origin,
                tx.nextPosition().value(),
                bytes);
    }

    /// Returns how many wait in a room.
    public long count(Tx tx, long room) {
        return number(tx, "SELECT COUNT(*) FROM inbound_pdu WHERE room = ?", room);
    }

    /// Returns how many of a server wait in a room.
    public long count(Tx tx, long room, String origin) {
        return number(
                tx, "SELECT COUNT(*) FROM inbound_pdu WHERE room = ? AND origin = ?", room, origin);
    }

    /// Returns how many of a server wait.
    public long count(Tx tx, String origin) {
        return number(tx, "SELECT COUNT(*) FROM inbound_pdu WHERE origin = ?", origin);
    }

    private static long number(Tx tx, String sql, Object... parameters) {
        return tx.one(sql, row -> row.number(1), parameters).orElse(0L);
    }

    /// Returns those that have waited in a room for longest.
    public List<StagedPdu> oldest(Tx tx, long room, int limit) {
        return tx.list(COLUMNS + "WHERE room = ? ORDER BY pos LIMIT ?", StagedPdu::of, room, limit);
    }

    /// Returns those of a room that are due, longest waiting first.
    public List<StagedPdu> due(Tx tx, long room, long now, int limit) {
        return tx.list(
                COLUMNS + "WHERE room = ? AND retry_at <= ? ORDER BY pos LIMIT ?",
                StagedPdu::of,
                room,
                now,
                limit);
    }

    /// Returns some rooms in which one is due, those of the `limit` events that are due for longest.
    public List<Long> roomsDue(Tx tx, long now, int limit) {
        return tx.list(
                """
                SELECT DISTINCT room
                  FROM (SELECT room FROM inbound_pdu WHERE retry_at <= ? ORDER BY retry_at LIMIT ?) step
                """,
                row -> row.number(1),
                now,
                limit);
    }

    /// Says when one is looked at again.
    public void postpone(WriteTx tx, long room, byte[] eventId, long attempts, long retryAt) {
        tx.update(
                "UPDATE inbound_pdu SET attempts = ?, retry_at = ? WHERE room = ? AND event_id = ?",
                attempts,
                retryAt,
                room,
                eventId);
    }

    /// Deletes some that wait no more.
    public void delete(WriteTx tx, long room, byte[][] eventIds) {
        tx.update(
                "DELETE FROM inbound_pdu WHERE room = ? AND event_id = ANY_BYTES(?)",
                room,
                eventIds);
    }

    /// Deletes all of a room.
    public void deleteAll(WriteTx tx, long room) {
        tx.update("DELETE FROM inbound_pdu WHERE room = ?", room);
    }
}
