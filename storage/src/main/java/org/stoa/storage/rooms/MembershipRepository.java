package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.RowConsumer;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Finds memberships: those of local users with what /sync needs, and the members of a room.
public final class MembershipRepository {
    private static final String COLUMNS =
            "user_nid, room, membership, event, pos, stripped_state, forgotten, joined_ord, left_ord";

    /// A local user's relation to a room.
    ///
    /// @param event the member event; 0 when we do not have it
    /// @param strippedState of an invite or knock, a JSON array
    /// @param joinedOrd order of the event that made him joined last; 0 when he never was
    /// @param leftOrd order of the event that ended that; 0 when none did
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record LocalMembership(
            long user,
            long room,
            long membership,
            long event,
            long pos,
            byte @Nullable [] strippedState,
            boolean forgotten,
            long joinedOrd,
            long leftOrd) {}

    /// A member of a room.
    public record Member(long user, long membership, long event) {}

    /// All rooms that a local user has or had to do with, in no order.
    public List<LocalMembership> ofUser(Tx tx, long user) {
        return tx.list(
                "SELECT " + COLUMNS + " FROM local_membership WHERE user_nid = ?",
                MembershipRepository::local,
                user);
    }

    /// A local user's relations that changed after a position, up to another.
    public List<LocalMembership> ofUserSince(Tx tx, long user, long from, long to) {
        return tx.list(
                "SELECT "
                        + COLUMNS
                        + " FROM local_membership WHERE user_nid = ? AND pos > ? AND pos <= ? ORDER BY pos",
                MembershipRepository::local,
                user,
                from,
                to);
    }

    /// A local user's relation to one room.
    public Optional<LocalMembership> of(Tx tx, long user, long room) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM local_membership WHERE user_nid = ? AND room = ?",
                MembershipRepository::local,
                user,
                room);
    }

    /// How many rooms a local user has one membership of.
    ///
    /// @param byServer those where somebody of a server made it so
    public record Counted(long all, long byServer) {}

    /// Counts a local user's rooms of one membership, with those where somebody of a server made it so.
    public Counted counted(Tx tx, long user, long membership, long server) {
        return tx.one(
                        """
                        SELECT COUNT(*), COUNT(CASE WHEN u.server = ? THEN 1 END)
                        FROM local_membership m
                        JOIN event e ON e.event = m.event JOIN user_name u ON u.user_nid = e.sender
                        WHERE m.user_nid = ? AND m.membership = ?
                        """,
                        row -> new Counted(row.number(1), row.number(2)),
                        server,
                        user,
                        membership)
                .orElseThrow();
    }

    /// The first room made by a user that a local user ever had to do with.
    public Optional<Long> roomMadeBy(Tx tx, long creator, long user) {
        return tx.one(
                """
                SELECT m.room FROM local_membership m JOIN room r ON r.room = m.room
                WHERE m.user_nid = ? AND r.creator = ?
                ORDER BY m.room LIMIT 1
                """,
                row -> row.number(1),
                user,
                creator);
    }

    /// The members of a room with one membership, local and remote, in no order.
    public List<Member> inRoom(Tx tx, long room, long membership) {
        return tx.list(
                "SELECT user_nid, membership, event FROM member WHERE room = ? AND membership = ?",
                row -> new Member(row.number(1), row.number(2), row.number(3)),
                room,
                membership);
    }

    /// The rooms in which a user has one membership, in no order.
    public List<Long> roomsOf(Tx tx, long user, long membership) {
        return tx.list(
                "SELECT room FROM member WHERE user_nid = ? AND membership = ?",
                row -> row.number(1),
                user,
                membership);
    }

    /// Hands over the rooms in which some users have one membership: user, room.
    public void forEachRoomOf(Tx tx, long[] users, long membership, RowConsumer consumer) {
        tx.forEach(
                "SELECT user_nid, room FROM member WHERE user_nid = ANY(?) AND membership = ?",
                consumer,
                users,
                membership);
    }

    /// Hands over who has one membership in any of some rooms; once for each of the rooms.
    public void forEachMember(Tx tx, long[] rooms, long membership, RowConsumer consumer) {
        tx.forEach(
                "SELECT user_nid FROM member WHERE room = ANY(?) AND membership = ?",
                consumer,
                rooms,
                membership);
    }

    /// Counts those who have one membership in a room, no further than to `limit`.
    public long count(Tx tx, long room, long membership, int limit) {
        return tx.one(
                        """
                        SELECT COUNT(*) FROM
                          (SELECT m.room FROM member m WHERE m.room = ? AND m.membership = ? LIMIT ?) AS first_members
                        """,
                        row -> row.number(1),
                        room,
                        membership,
                        limit)
                .orElse(0L);
    }

    /// The local users that are joined to a room, in no order.
    public List<Long> localJoined(Tx tx, long room, long joined) {
        return tx.list(
                """
                SELECT m.user_nid FROM member m JOIN account a ON a.user_nid = m.user_nid
                WHERE m.room = ? AND m.membership = ?
                """,
                row -> row.number(1),
                room,
                joined);
    }

    /// Some of the local users that are joined to a room, at most so many, those who came first to this server first.
    public List<Long> someLocalJoined(Tx tx, long room, long joined, int limit) {
        return tx.list(
                """
                SELECT m.user_nid FROM member m JOIN account a ON a.user_nid = m.user_nid
                WHERE m.room = ? AND m.membership = ?
                ORDER BY m.user_nid
                LIMIT ?
                """,
                row -> row.number(1),
                room,
                joined,
                limit);
    }

    /// The local users who were joined to a room and are not any more, those first who ceased to be last, at most so many.
    public List<Long> newestLocalGone(Tx tx, long room, int limit) {
        return tx.list(
                """
                SELECT m.user_nid FROM local_membership m
                WHERE m.room = ? AND m.membership IN (0, 4) AND m.joined_ord IS NOT NULL
                ORDER BY m.pos DESC
                LIMIT ?
                """,
                row -> row.number(1),
                room,
                limit);
    }

    /// Members of a room that are of one server, whatever their membership, at most so many: those whose member event has been
    /// here for longest first. Cost: the members of the room.
    public List<Member> ofServer(Tx tx, long room, long server, int limit) {
        return tx.list(
                """
                SELECT m.user_nid, m.membership, m.event FROM member m
                WHERE m.room = ?
                  AND (SELECT u.server FROM user_name u WHERE u.user_nid = m.user_nid) = ?
                ORDER BY m.event
                LIMIT ?
                """,
                row -> new Member(row.number(1), row.number(2), row.number(3)),
                room,
                server,
                limit);
    }

    /// The guests of this server that have one membership of a room, in no order.
    public List<Long> localGuests(Tx tx, long room, long membership) {
        return tx.list(
                """
                SELECT m.user_nid FROM member m JOIN account a ON a.user_nid = m.user_nid
                WHERE m.room = ? AND m.membership = ? AND a.kind = 1
                """,
                row -> row.number(1),
                room,
                membership);
    }

    /// Marks a room as forgotten by a local user, unless he has joined it again; returns whether it was.
    public boolean forget(WriteTx tx, long user, long room) {
        return tx.update(
                        """
                        UPDATE local_membership SET forgotten = 1
                        WHERE user_nid = ? AND room = ? AND membership IN (0, 4)
                        """,
                        user,
                        room)
                > 0;
    }

    private static LocalMembership local(ResultRow row) {
        return new LocalMembership(
                row.number(1),
                row.number(2),
                row.number(3),
                row.number(4),
                row.number(5),
                row.bytesOrNull(6),
                row.flag(7),
                row.number(8),
                row.number(9));
    }
}
