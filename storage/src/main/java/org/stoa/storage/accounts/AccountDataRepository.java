package org.stoa.storage.accounts;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.storage.Change;
import org.stoa.storage.Position;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `account_data`. Each change takes a position of the stream. A removed entry stays for those who follow
/// the stream; clients hear of it as one with the content `{}`, which a client may also set. Spec: MSC3391.
public final class AccountDataRepository {

    /// Stands in the place of the content of a removed entry: no JSON.
    private static final String REMOVED = "";

    private static final String REMOVED_FOR_CLIENTS = "{}";

    /// The room of global account data.
    public static final long GLOBAL = 0;

    private static final String COLUMNS = "SELECT room, type, content, pos FROM account_data ";

    /// Returns the content of one entry; empty when it was removed.
    public Optional<String> find(Tx tx, long user, long room, String type) {
        return tx.one(
                        "SELECT content FROM account_data WHERE user_nid = ? AND room = ? AND type = ?",
                        row -> row.text(1),
                        user,
                        room,
                        type)
                .filter(content -> !content.equals(REMOVED));
    }

    /// Returns one entry with its position, also a removed one.
    public Optional<AccountDataEntry> entry(Tx tx, long user, long room, String type) {
        return tx.one(
                COLUMNS + "WHERE user_nid = ? AND room = ? AND type = ?",
                AccountDataRepository::entry,
                user,
                room,
                type);
    }

    /// Returns the position of the newest change of two types of a user's global data; 0 when there is neither.
    public long lastChange(Tx tx, long user, String type, String otherType) {
        return tx.one(
                        """
                        SELECT MAX(pos) FROM account_data
                        WHERE user_nid = ? AND room = 0 AND type IN (?, ?)
                        """,
                        row -> row.number(1),
                        user,
                        type,
                        otherType)
                .orElse(0L);
    }

    /// Returns how many entries a user has, removed ones too, since those are kept for clients to hear of.
    public long count(Tx tx, long user) {
        return tx.one(
                        "SELECT COUNT(*) FROM account_data WHERE user_nid = ?",
                        row -> row.number(1),
                        user)
                .orElse(0L);
    }

    /// Returns how many bytes the contents of all entries of a user have.
    public long bytes(Tx tx, long user) {
        return tx.one(
                        "SELECT COALESCE(SUM(OCTET_LENGTH(content)), 0) FROM account_data WHERE user_nid = ?",
                        row -> row.number(1),
                        user)
                .orElse(0L);
    }

    /// Returns all entries of a user that were not removed, global ones first.
    public List<AccountDataEntry> all(Tx tx, long user) {
        return tx.list(
                COLUMNS + "WHERE user_nid = ? AND content <> ? ORDER BY room, type",
                AccountDataRepository::entry,
                user,
                REMOVED);
    }

    /// Returns a user's entries, removed ones too, that changed after `from` and not after `to`, oldest change first.
    public List<AccountDataEntry> changed(Tx tx, long user, Position from, Position to) {
        return tx.list(
                COLUMNS + "WHERE user_nid = ? AND pos > ? AND pos <= ? ORDER BY pos",
                AccountDataRepository::entry,
                user,
                from.value(),
                to.value());
    }

    /// Sets an entry at the next position and announces the change.
    public Position put(WriteTx tx, long user, long room, String type, String content) {
        Position position = tx.nextPosition();
        tx.update(
                """
                INSERT INTO account_data (user_nid, room, type, content, pos) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (user_nid, room, type) DO UPDATE SET content = excluded.content, pos = excluded.pos
                """,
                user,
                room,
                type,
                content,
                position.value());
        tx.changed(position, new Change.User(user));
        return position;
    }

    /// Removes an entry at the next position and announces that; nothing happens when there is none.
    public void remove(WriteTx tx, long user, long room, String type) {
        if (find(tx, user, room, type).isPresent()) {
            put(tx, user, room, type, REMOVED);
        }
    }

    /// Removes all entries of a user whose account is erased.
    public void deleteAll(WriteTx tx, long user) {
        tx.update("DELETE FROM account_data WHERE user_nid = ?", user);
    }

    /// Returns the number of a room in which a local user is, was or is invited; empty when the user has nothing to
    /// do with it.
    public OptionalLong roomOf(Tx tx, long user, String roomId) {
        return tx.one(
                        """
                        SELECT r.room FROM room r JOIN local_membership m ON m.room = r.room
                         WHERE r.room_id = ? AND m.user_nid = ?
                        """,
                        row -> row.number(1),
                        roomId,
                        user)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    private static AccountDataEntry entry(ResultRow row) {
        String content = row.text(3);
        return new AccountDataEntry(
                row.number(1),
                row.text(2),
                content.equals(REMOVED) ? REMOVED_FOR_CLIENTS : content,
                row.position(4));
    }
}
