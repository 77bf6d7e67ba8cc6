package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `delayed_event`.
public final class DelayedEventRepository {
    private static final String COLUMNS =
            """
            SELECT delay_id, user_nid, device, room, type, state_key, content, txn_id, delay_ms, running_since,
                   finalised_ts, event_id, error
              FROM delayed_event
            """;

    /// Adds one that waits.
    public void insert(WriteTx tx, DelayedEvent event) {
        tx.update(
                """
                INSERT INTO delayed_event (delay_id, user_nid, device, room, type, state_key, content, txn_id, delay_ms,
                                           running_since, send_ts)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                event.delayId(),
                event.user(),
                event.device(),
                event.room(),
                event.type(),
                event.stateKey(),
                event.content(),
                event.txnId(),
                event.delayMillis(),
                event.runningSince(),
                event.sendTs());
    }

    /// Returns the one of that id.
    public Optional<DelayedEvent> find(Tx tx, String delayId) {
        return tx.one(COLUMNS + "WHERE delay_id = ?", DelayedEventRepository::event, delayId);
    }

    /// Returns all of a user, by the time at which they are to be sent.
    public List<DelayedEvent> ofUser(Tx tx, long user) {
        return tx.list(
                COLUMNS + "WHERE user_nid = ? ORDER BY send_ts, delay_id",
                DelayedEventRepository::event,
                user);
    }

    /// Returns the one that a device asked for by a transaction id.
    public Optional<DelayedEvent> find(
            Tx tx, long user, String device, long room, String type, String txnId) {
        return tx.one(
                COLUMNS
                        + """
                        WHERE user_nid = ? AND device = ? AND room = ? AND type = ? AND txn_id = ?
                        ORDER BY send_ts, delay_id LIMIT 1
                        """,
                DelayedEventRepository::event,
                user,
                device,
                room,
                type,
                txnId);
    }

    /// Returns the times at which those of a user are to be sent that wait, the next first.
    public List<Long> waiting(Tx tx, long user) {
        return tx.list(
                """
                SELECT send_ts FROM delayed_event WHERE user_nid = ? AND finalised_ts IS NULL
                 ORDER BY send_ts
                """,
                row -> row.number(1),
                user);
    }

    /// Lets one that waits wait from now on.
    public void restart(WriteTx tx, DelayedEvent event, long now) {
        tx.update(
                """
                UPDATE delayed_event SET running_since = ?, send_ts = ?
                 WHERE delay_id = ? AND finalised_ts IS NULL
                """,
                now,
                now + event.delayMillis(),
                event.delayId());
    }

    /// Says what became of one that waits.
    ///
    /// @param eventId null unless it was sent
    /// @param error null unless an error kept it from being sent
    public void finalise(
            WriteTx tx,
            String delayId,
            long now,
            @Nullable String eventId,
            @Nullable String error) {
        tx.update(
                """
                UPDATE delayed_event SET finalised_ts = ?, event_id = ?, error = ?
                 WHERE delay_id = ? AND finalised_ts IS NULL
                """,
                now,
                eventId,
                error,
                delayId);
    }

    /// Deletes what waits no more since before a time.
    public void deleteFinalised(WriteTx tx, long before) {
        tx.update("DELETE FROM delayed_event WHERE finalised_ts < ?", before);
    }

    /// Deletes of what waits no more of a user all but the newest.
    public void keepFinalised(WriteTx tx, long user, int newest) {
        tx.update(
                """
                DELETE FROM delayed_event
                 WHERE delay_id IN (SELECT delay_id FROM delayed_event
                                     WHERE user_nid = ? AND finalised_ts IS NOT NULL
                                     ORDER BY finalised_ts DESC, delay_id LIMIT ? OFFSET ?)
                """,
                user,
                Long.MAX_VALUE,
                newest);
    }

    /// Deletes all of a user.
    public void deleteAll(WriteTx tx, long user) {
        tx.update("DELETE FROM delayed_event WHERE user_nid = ?", user);
    }

    private static DelayedEvent event(ResultRow row) {
        return new DelayedEvent(
                row.text(1),
                row.number(2),
                row.text(3),
                row.number(4),
                row.text(5),
                row.textOrNull(6),
                row.text(7),
                row.textOrNull(8),
                row.number(9),
                row.number(10),
                row.numberOrNull(11),
                row.textOrNull(12),
                row.textOrNull(13));
    }
}
