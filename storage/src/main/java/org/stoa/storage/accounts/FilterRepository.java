package org.stoa.storage.accounts;

import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `filter`. Equal filters of one user are one row.
public final class FilterRepository {

    /// Returns a filter's JSON text.
    public Optional<String> find(Tx tx, long user, long filterId) {
        return tx.one(
                "SELECT content FROM filter WHERE user_nid = ? AND filter_id = ?",
                row -> row.text(1),
                user,
                filterId);
    }

    /// Returns the number of the filter with this hash.
    public OptionalLong findByHash(Tx tx, long user, byte[] hash) {
        return tx.one(
                        "SELECT filter_id FROM filter WHERE user_nid = ? AND hash = ?",
                        row -> row.number(1),
                        user,
                        hash)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /// Returns how many filters a user has.
    public long count(Tx tx, long user) {
        return tx.one("SELECT COUNT(*) FROM filter WHERE user_nid = ?", row -> row.number(1), user)
                .orElseThrow();
    }

    /// Adds a filter under the user's next number; filters are numbered from 0.
    public long insert(WriteTx tx, long user, String content, byte[] hash) {
        // Only an identity inside one user, given on the writer: nothing is ordered by it.
        long next =
                tx.one(
                                "SELECT COALESCE(MAX(filter_id) + 1, 0) FROM filter WHERE user_nid = ?",
                                row -> row.number(1),
                                user)
                        .orElseThrow();
        tx.update(
                "INSERT INTO filter (user_nid, filter_id, content, hash) VALUES (?, ?, ?, ?)",
                user,
                next,
                content,
                hash);
        return next;
    }

    /// Removes all filters of a user.
    public void deleteAll(WriteTx tx, long user) {
        tx.update("DELETE FROM filter WHERE user_nid = ?", user);
    }
}
