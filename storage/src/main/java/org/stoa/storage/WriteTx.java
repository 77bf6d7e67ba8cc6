package org.stoa.storage;

import org.jspecify.annotations.Nullable;

/// The transaction of a closure given to [Database#write]. What was written before in the same batch is seen.
public interface WriteTx extends Tx {
    /// Runs a statement and returns how many rows it changed.
    int update(String sql, @Nullable Object... parameters);

    /// Runs the statement of a row, as in a [Write] whose slots are the positions taken by this closure so far: slot 0
    /// is the first of them.
    void add(Row row);

    /// Takes the next position.
    Position nextPosition();

    /// Says that what stands at a position concerns a room or a user.
    void changed(Position at, Change.Target target);

    /// Calls this on the writer thread after the commit. Must be quick and must not throw.
    void onCommitted(Runnable action);

    /// Calls this on the writer thread when this closure, or the commit, has failed. Must be quick and must not throw.
    void onFailed(Runnable action);
}
