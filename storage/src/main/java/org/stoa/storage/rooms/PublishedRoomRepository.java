package org.stoa.storage.rooms;

import java.util.List;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;

/// The table `published_room`: the room directory, in the order of the numbers of members. Rooms without members are not
/// told of.
public final class PublishedRoomRepository {
    /// A room of the directory.
    ///
    /// @param room its number
    /// @param members how many are joined
    /// @param listing what the directory says of it but for `members`: a JSON object; empty when that is yet to be found out
    /// @param words what a search looks in, in small letters
    public record PublishedRoom(long room, int members, String listing, String words) {}

    /// Returns rooms that stand behind a place, largest first.
    ///
    /// @param members how many members a room there has
    /// @param room number of that room
    public List<PublishedRoom> behind(Tx tx, long members, long room, int limit) {
        return tx.list(
                """
                SELECT room, members, listing, words FROM published_room
                WHERE (members, room) < (?, ?) AND members > 0
                ORDER BY members DESC, room DESC LIMIT ?
                """,
                PublishedRoomRepository::room,
                members,
                room,
                limit);
    }

    /// Returns rooms that stand before a place, smallest first.
    ///
    /// @param members how many members a room there has
    /// @param room number of that room
    public List<PublishedRoom> before(Tx tx, long members, long room, int limit) {
        return tx.list(
                """
                SELECT room, members, listing, words FROM published_room
                WHERE (members, room) > (?, ?) AND members > 0
                ORDER BY members, room LIMIT ?
                """,
                PublishedRoomRepository::room,
                members,
                room,
                limit);
    }

    /// Returns how many rooms there are, but at most `limit`.
    public long count(Tx tx, int limit) {
        return tx.one(
                        """
                        SELECT COUNT(*) FROM (SELECT 1 AS one FROM published_room WHERE members > 0 LIMIT ?) AS counted
                        """,
                        row -> row.number(1),
                        limit)
                .orElse(0L);
    }

    private static PublishedRoom room(ResultRow row) {
        return new PublishedRoom(
                row.number(1), Math.toIntExact(row.number(2)), row.text(3), row.text(4));
    }
}
