package org.stoa.storage;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One snapshot of the database, inside [Database#read] or [Database#write].
///
/// Parameters are Long, Integer, Boolean (1 or 0), String, byte[] or null; for `column = ANY(?)` long[] or String[],
/// for `column = ANY_BYTES(?)` byte[][]. The SQL is the common subset of SQLite and PostgreSQL.
public interface Tx {
    /// Returns all rows.
    <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... parameters);

    /// Returns the first row, empty when there is none.
    <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... parameters);

    /// Hands the rows over one by one without keeping them.
    void forEach(String sql, RowConsumer consumer, @Nullable Object... parameters);
}
