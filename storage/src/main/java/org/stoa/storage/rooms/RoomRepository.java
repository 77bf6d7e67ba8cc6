package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Finds rooms, their servers and their aliases.
public final class RoomRepository {
    private static final String COLUMNS =
            "room, room_id, version, creator, current_line, current_version, last_ord, next_auth_no, is_public,"
                    + " partial, completed_pos";

    /// A room as it is stored.
    ///
    /// @param partial the server that let this one in, while not all of the state is known; null when it is
    /// @param completedPos position at which the state became whole; 0 when it was whole from the start, or is not yet
    public record RoomRecord(
            long room,
            String roomId,
            String version,
            long creator,
            long currentLine,
            long currentVersion,
            long lastOrd,
            long nextAuthNo,
            boolean isPublic,
            @Nullable String partial,
            long completedPos) {}

    /// A present stay of a server in a room.
    public record StayRecord(long server, long since, int joined) {}

    /// A stay of a server in a room.
    ///
    /// @param until 0 while it lasts
    public record Stay(long since, long until) {}

    /// How many members a room has of one membership.
    public record MemberCount(long membership, int count) {}

    /// The room with the id.
    public Optional<RoomRecord> byId(Tx tx, String roomId) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM room WHERE room_id = ?",
                RoomRepository::record,
                roomId);
    }

    /// Which of the ids are of rooms that are stored.
    public List<String> stored(Tx tx, String[] roomIds) {
        return tx.list(
                "SELECT room_id FROM room WHERE room_id = ANY(?)",
                row -> row.text(1),
                (Object) roomIds);
    }

    /// The room with the number.
    public Optional<RoomRecord> byNumber(Tx tx, long room) {
        return tx.one(
                "SELECT " + COLUMNS + " FROM room WHERE room = ?", RoomRepository::record, room);
    }

    /// Servers that are in the room now.
    public List<StayRecord> presentServers(Tx tx, long room) {
        return tx.list(
                "SELECT server, since, joined FROM room_server WHERE room = ? AND until IS NULL",
                row -> new StayRecord(row.number(1), row.number(2), (int) row.number(3)),
                room);
    }

    /// The stays that a server had in a room.
    public List<Stay> stays(Tx tx, long room, long server) {
        return tx.list(
                "SELECT since, until FROM room_server WHERE room = ? AND server = ?",
                row -> new Stay(row.number(1), row.number(2)),
                room,
                server);
    }

    /// The number of members by membership.
    public List<MemberCount> memberCounts(Tx tx, long room) {
        return tx.list(
                "SELECT membership, COUNT(*) FROM member WHERE room = ? GROUP BY membership",
                row -> new MemberCount(row.number(1), (int) row.number(2)),
                room);
    }

    /// Corrects the version of a room that nobody has entered.
    public void setVersion(WriteTx tx, long room, String version) {
        tx.update("UPDATE room SET version = ? WHERE room = ?", version, room);
    }

    /// Rooms of which not all of the state is known.
    public List<Long> partialRooms(Tx tx) {
        return tx.list(
                "SELECT room FROM room WHERE partial > '' ORDER BY partial", row -> row.number(1));
    }

    /// The events of a room that were checked against less than the whole state, in the order of their numbers.
    public List<Long> partialEvents(Tx tx, long room) {
        return tx.list(
                "SELECT event FROM partial_event WHERE room = ? ORDER BY event",
                row -> row.number(1),
                room);
    }

    /// The last position of an event, a receipt or a change of state in the room; 0 when it has none.
    public long changedPos(Tx tx, long room) {
        return Stream.of("event", "receipt", "room_version")
                .mapToLong(table -> lastPos(tx, table, room))
                .max()
                .orElse(0);
    }

    private static long lastPos(Tx tx, String table, long room) {
        return tx.one(
                        """
                        SELECT pos FROM %s
                        WHERE pos IS NOT NULL AND (room, pos) > (?, 0) AND (room, pos) <= (?, ?)
                        ORDER BY room DESC, pos DESC LIMIT 1
                        """
                                .formatted(table),
                        row -> row.number(1),
                        room,
                        room,
                        Long.MAX_VALUE)
                .orElse(0L);
    }

    private static RoomRecord record(ResultRow row) {
        return new RoomRecord(
                row.number(1),
                row.text(2),
                row.text(3),
                row.number(4),
                row.number(5),
                row.number(6),
                row.number(7),
                row.number(8),
                row.flag(9),
                row.textOrNull(10),
                row.number(11));
    }
}
