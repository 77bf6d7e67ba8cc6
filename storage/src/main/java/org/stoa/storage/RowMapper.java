package org.stoa.storage;

import org.jspecify.annotations.Nullable;

/// Makes a value of one row of a query.
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
    /// Returns the value of the row.
    T map(ResultRow row);
}
