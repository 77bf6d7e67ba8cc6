/// The storage engine: transactions over SQLite and PostgreSQL with one SQL text, and group commit.
///
/// - [org.stoa.storage.Database] is the way in: `read` for one snapshot, `write` for a closure inside the next
///   commit, [org.stoa.storage.Commits] for the writes of rooms.
/// - A [org.stoa.storage.Write] is a list of typed rows ([org.stoa.storage.rows]) of one room that are committed
///   together. The commit queue merges the writes of all rooms that wait into one transaction with one statement per
///   table and one flush, gives positions in memory and ends every transaction with the fenced update of the lane's
///   row.
/// - Nothing is acknowledged, or visible to anybody, before it is durable.
@NullMarked
package org.stoa.storage;

import org.jspecify.annotations.NullMarked;
