package org.stoa.storage.rooms;

import java.util.List;
import java.util.Optional;
import org.stoa.storage.ResultRow;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// Reads state lines: one key or all keys at a version, and what lies between two versions.
///
/// A line inherits from its parent at the version where it left it; the nearest entry of a key wins. Event 0 means that
/// the key is absent there.
public final class StateRepository {
    /// How deep lines may inherit; more than that is never written.
    private static final int MAX_DEPTH = 5;

    /// An entry of a line: the key is held by the event in `[fromVersion, toVersion)`.
    public record Entry(long stateKey, long event, long fromVersion, long toVersion) {}

    /// A line with where it inherits from; parent 0 for a root line.
    ///
    /// @param depth how many lines are above it
    public record Line(long line, long parentLine, long parentVersion, long depth) {}

    /// A state of a room that was current since a position.
    ///
    /// @param oldLine at a change of line the equal state of the old one; 0 when there is none
    public record CurrentState(long pos, long line, long version, long oldLine, long oldVersion) {}

    /// What is done with each entry of a scan.
    @FunctionalInterface
    public interface EntryConsumer {
        /// Takes one entry; event 0 hides the key of a parent.
        void accept(long stateKey, long event, long fromVersion);
    }

    /// The event that holds the key at a version; 0 when it is absent.
    public long one(Tx tx, long line, long version, long stateKey) {
        long atLine = line;
        long atVersion = version;
        for (int depth = 0; depth <= MAX_DEPTH; depth++) {
            // One seek for each line on the way to the root, at most 5.
            Optional<Entry> entry = newestEntry(tx, atLine, atVersion, stateKey);
            if (entry.isPresent() && atVersion < entry.get().toVersion()) {
                return entry.get().event();
            }
            Line from = line(tx, atLine);
            if (from.parentLine() == 0) {
                return 0;
            }
            atLine = from.parentLine();
            atVersion = from.parentVersion();
        }
        throw new IllegalStateException("state line " + line + " inherits too deep");
    }

    /// The entries of a line that are alive at a version, without those of its parents.
    public void entriesAt(Tx tx, long line, long version, EntryConsumer consumer) {
        tx.forEach(
                """
                SELECT state_key, event, from_version FROM state_entry
                WHERE line = ? AND from_version <= ? AND to_version > ?
                """,
                row -> consumer.accept(row.number(1), row.number(2), row.number(3)),
                line,
                version,
                version);
    }

    /// Where a line inherits from.
    public Line line(Tx tx, long line) {
        return tx.one(
                        "SELECT line, parent_line, parent_version, depth FROM state_line WHERE line = ?",
                        row -> new Line(row.number(1), row.number(2), row.number(3), row.number(4)),
                        line)
                .orElseThrow(() -> new IllegalStateException("no state line " + line));
    }

    /// The newest version of a line that set a key; 0 when none did.
    public long newestVersion(Tx tx, long line) {
        return tx.one(
                        """
                        SELECT from_version FROM state_entry WHERE line = ?
                        ORDER BY from_version DESC LIMIT 1
                        """,
                        row -> row.number(1),
                        line)
                .orElse(0L);
    }

    /// What a version of a line set, at most `limit` keys.
    public List<Entry> setBy(Tx tx, long line, long version, int limit) {
        // A range, since SQLite would look for one version among all keys of the line.
        return tx.list(
                """
                SELECT state_key, event, from_version, to_version FROM state_entry
                WHERE line = ? AND from_version > ? AND from_version <= ?
                ORDER BY from_version LIMIT ?
                """,
                row -> new Entry(row.number(1), row.number(2), row.number(3), row.number(4)),
                line,
                version - 1,
                version,
                limit);
    }

    /// The keys that a line set in `(fromVersion, toVersion]`, each once.
    public List<Long> changedKeys(Tx tx, long line, long fromVersion, long toVersion) {
        return tx.list(
                """
                SELECT DISTINCT state_key FROM state_entry
                WHERE line = ? AND from_version > ? AND from_version <= ?
                """,
                row -> row.number(1),
                line,
                fromVersion,
                toVersion);
    }

    /// All entries that a line ever had of a key, oldest first.
    public List<Entry> history(Tx tx, long line, long stateKey) {
        return tx.list(
                """
                SELECT state_key, event, from_version, to_version FROM state_entry
                WHERE line = ? AND state_key = ?
                ORDER BY from_version
                """,
                row -> new Entry(row.number(1), row.number(2), row.number(3), row.number(4)),
                line,
                stateKey);
    }

    /// The state that was current at a position; empty when the room has none so old.
    public Optional<CurrentState> currentAt(Tx tx, long room, long pos) {
        return tx.one(
                """
                SELECT pos, line, version, old_line, old_version FROM room_version
                WHERE (room, pos) > (?, 0) AND (room, pos) <= (?, ?)
                ORDER BY room DESC, pos DESC LIMIT 1
                """,
                StateRepository::currentState,
                room,
                room,
                pos);
    }

    /// The positions at which the current state of a room went over to an equal one on another line, oldest first.
    public List<CurrentState> switches(Tx tx, long room) {
        return tx.list(
                """
                SELECT pos, line, version, old_line, old_version FROM room_version
                WHERE room = ? AND old_line > 0 AND old_version IS NOT NULL
                ORDER BY pos
                """,
                StateRepository::currentState,
                room);
    }

    /// Removes a line without entries that nothing refers to.
    public void deleteLine(WriteTx tx, long line) {
        tx.update("DELETE FROM state_line WHERE line = ?", line);
    }

    private static CurrentState currentState(ResultRow row) {
        return new CurrentState(
                row.number(1), row.number(2), row.number(3), row.number(4), row.number(5));
    }

    private Optional<Entry> newestEntry(Tx tx, long line, long version, long stateKey) {
        return tx.one(
                """
                SELECT state_key, event, from_version, to_version FROM state_entry
                WHERE line = ? AND state_key = ? AND from_version <= ?
                ORDER BY from_version DESC LIMIT 1
                """,
                row -> new Entry(row.number(1), row.number(2), row.number(3), row.number(4)),
                line,
                stateKey,
                version);
    }
}
