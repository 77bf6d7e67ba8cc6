package org.stoa.storage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows that one statement writes.
///
/// @param rows none of which has the key of another
record RowsOfKind(RowKind kind, List<@Nullable Object[]> rows) {}
