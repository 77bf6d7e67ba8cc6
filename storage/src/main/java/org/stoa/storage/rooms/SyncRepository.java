package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// What only the telling of news asks of the rooms' tables.
public final class SyncRepository {
    /// Whether events before the one at this place of a room are not here.
    public boolean hasGap(Tx tx, long room, long ord) {
        return tx.one(
                        "SELECT 1 FROM gap WHERE room = ? AND ord = ?",
                        row -> row.number(1),
                        room,
                        ord)
                .isPresent();
    }

    /// Returns the rooms a user is joined to in which anything with a position changed after `from`, or became whole. Cost: four seeks
    /// a room.
    ///
    /// @param joined number of the membership "join"
    public List<Long> changedRooms(Tx tx, long user, long joined, long from) {
        // The last of each room, since PostgreSQL would look for "one that exists" by walking a
        // table.
        return tx.list(
                """
                SELECT m.room FROM local_membership m
                WHERE m.user_nid = ? AND m.membership = ? AND (
                    (SELECT e.pos FROM event e WHERE e.pos IS NOT NULL
                        AND (e.room, e.pos) > (m.room, 0) AND (e.room, e.pos) <= (m.room, ?)
                        ORDER BY e.room DESC, e.pos DESC LIMIT 1) > ?
                    OR (SELECT r.pos FROM receipt r
                        WHERE r.pos IS NOT NULL
                        AND (r.room, r.pos) > (m.room, 0) AND (r.room, r.pos) <= (m.room, ?)
                        ORDER BY r.room DESC, r.pos DESC LIMIT 1) > ?
                    OR (SELECT v.pos FROM room_version v
                        WHERE (v.room, v.pos) > (m.room, 0) AND (v.room, v.pos) <= (m.room, ?)
                        ORDER BY v.room DESC, v.pos DESC LIMIT 1) > ?
                    OR (SELECT w.completed_pos FROM room w WHERE w.room = m.room) > ?)
                """,
                row -> row.number(1),
                user,
                joined,
                Long.MAX_VALUE,
                from,
                Long.MAX_VALUE,
                from,
                Long.MAX_VALUE,
                from,
                from);
    }

    /// Returns the position of the event at a place of the timeline; empty when there is none, or it is not live.
    public OptionalLong posAt(Tx tx, long room, long ord) {
        Optional<Long> pos =
                tx.one(
                        "SELECT pos FROM event WHERE room = ? AND ord = ? AND pos IS NOT NULL",
                        row -> row.number(1),
                        room,
                        ord);
        return pos.isPresent() ? OptionalLong.of(pos.get()) : OptionalLong.empty();
    }

    /// Returns the live events of a room after `from` and not after `to`, oldest first, at most `limit`.
    public List<Long> eventsBetween(Tx tx, long room, long from, long to, int limit) {
        return tx.list(
                """
                SELECT event FROM event
                WHERE room = ? AND pos IS NOT NULL AND pos > ? AND pos <= ?
                ORDER BY pos LIMIT ?
                """,
                row -> row.number(1),
                room,
                from,
                to,
                limit);
    }

    /// Returns the users of a room with one of two memberships, without one of them, those with the oldest member events
    /// first.
    public List<Long> oldestMembers(
            Tx tx, long room, long membership, long orMembership, long without, int limit) {
        return tx.list(
                """
                SELECT user_nid FROM member
                WHERE room = ? AND membership IN (?, ?) AND user_nid <> ?
                ORDER BY event LIMIT ?
                """,
                row -> row.number(1),
                room,
                membership,
                orMembership,
                without,
                limit);
    }

    /// Returns the number of the stream's generation, which changes when a backup is restored. A new database gets the one
    /// given.
    public long generation(WriteTx tx, long fresh) {
        Optional<Long> known =
                tx.one(
                        "SELECT value FROM meta WHERE name = 'generation'",
                        row -> Long.parseLong(row.text(1)));
        if (known.isPresent()) {
            return known.get();
        }
        int inserted =
                tx.update(
                        "INSERT INTO meta (name, value) VALUES ('generation', ?)",
                        String.valueOf(fresh));
        if (inserted != 1) {
            throw new IllegalStateException("the generation was not stored");
        }
        return fresh;
    }
}
