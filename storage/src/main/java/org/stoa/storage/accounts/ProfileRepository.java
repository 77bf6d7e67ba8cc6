package org.stoa.storage.accounts;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `profile`: one row per field, its value as JSON text.
public final class ProfileRepository {

    /// Returns the fields of a user's profile by name, in the order of the names.
    public Map<String, String> find(Tx tx, long user) {
        Map<String, String> fields = new LinkedHashMap<>();
        tx.forEach(
                "SELECT field, value FROM profile WHERE user_nid = ? ORDER BY field",
                row -> fields.put(row.text(1), row.text(2)),
                user);
        return fields;
    }

    /// Returns one field of a user's profile.
    public Optional<String> find(Tx tx, long user, String field) {
        return tx.one(
                "SELECT value FROM profile WHERE user_nid = ? AND field = ?",
                row -> row.text(1),
                user,
                field);
    }

    /// Sets a field.
    public void put(WriteTx tx, long user, String field, String value) {
        tx.update(
                """
                INSERT INTO profile (user_nid, field, value) VALUES (?, ?, ?)
                ON CONFLICT (user_nid, field) DO UPDATE SET value = excluded.value
                """,
                user,
                field,
                value);
    }

    /// Removes a field; `false` when it was not set.
    public boolean delete(WriteTx tx, long user, String field) {
        return tx.update("DELETE FROM profile WHERE user_nid = ? AND field = ?", user, field) == 1;
    }

    /// Removes all fields.
    public void deleteAll(WriteTx tx, long user) {
        tx.update("DELETE FROM profile WHERE user_nid = ?", user);
    }
}
