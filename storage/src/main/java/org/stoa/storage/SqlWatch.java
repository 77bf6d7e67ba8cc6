package org.stoa.storage;

import org.jspecify.annotations.Nullable;

/// Is told of each statement, on the thread that runs it: for tests that count statements or look at
/// their plans. Must be quick and thread-safe.
public interface SqlWatch {
    /// Watches nothing.
    SqlWatch NONE = new SqlWatch() {};

    /// A statement that a repository runs, with its parameters, in the common form of both engines.
    default void runs(String sql, @Nullable Object[] parameters) {}

    /// How many rows such a statement returned.
    default void returned(String sql, int rows) {}

    /// Rows of one kind that a batch of writes upserts, updates or deletes together.
    default void writes(String table, int rows) {}
}
