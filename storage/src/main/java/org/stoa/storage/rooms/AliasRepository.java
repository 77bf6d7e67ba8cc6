package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Aliases of this server.
public final class AliasRepository {
    /// An alias: the room that it stands for and the number of the user who made it.
    public record AliasRecord(String alias, String roomId, long creator) {}

    /// The alias, when there is one.
    public Optional<AliasRecord> find(Tx tx, String alias) {
        return tx.one(
                "SELECT alias, room_id, creator FROM room_alias WHERE alias = ?",
                row -> new AliasRecord(row.text(1), row.text(2), row.number(3)),
                alias);
    }

    /// The aliases of a room, in alphabetical order.
    public List<AliasRecord> ofRoom(Tx tx, String roomId) {
        return tx.list(
                "SELECT alias, room_id, creator FROM room_alias WHERE room_id = ? ORDER BY alias",
                row -> new AliasRecord(row.text(1), row.text(2), row.number(3)),
                roomId);
    }

    /// Adds an alias that is not taken.
    public void insert(WriteTx tx, String alias, String roomId, long creator) {
        tx.update(
                "INSERT INTO room_alias (alias, room_id, creator) VALUES (?, ?, ?)",
                alias,
                roomId,
                creator);
    }

    /// Removes an alias; returns whether there was one.
    public boolean delete(WriteTx tx, String alias) {
        return tx.update("DELETE FROM room_alias WHERE alias = ?", alias) > 0;
    }

    /// Lets all aliases of one room stand for another.
    public void moveAll(WriteTx tx, String fromRoomId, String toRoomId) {
        tx.update("UPDATE room_alias SET room_id = ? WHERE room_id = ?", toRoomId, fromRoomId);
    }
}
