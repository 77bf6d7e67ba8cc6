package org.stoa.storage;

import java.util.List;

/// Hears of every commit, on the writer thread, in order. All methods must be quick and must not wait for a write.
///
/// The order after a commit is: [Write.Builder#onCommitted] of each write (memory shows the new state); `committed`;
/// the frontier moves; of each write [Write.Builder#onVisible], and its caller wakes; `visible`. So whoever takes [Database#frontier] finds everything up to it in
/// what `committed` recorded, and whoever `visible` wakes finds the frontier moved.
public interface CommitListener {
    /// A listener that does nothing.
    CommitListener NONE = (frontier, changes) -> {};

    /// Records what was committed, before the frontier moves. Do not wake waiters here: they would still see the old
    /// frontier.
    ///
    /// @param frontier what [Database#frontier] is about to return
    /// @param changes in order of position; may be empty
    void committed(Frontier frontier, List<Change> changes);

    /// Wakes who waits, after the frontier has moved.
    default void visible(Frontier frontier, List<Change> changes) {}

    /// Hears how long a transaction took, for metrics, when its callers have their answers.
    ///
    /// @param writes how many writes it held
    /// @param nanos from its first statement to the end of its commit
    default void measured(int writes, long nanos) {}

    /// A listener that tells several others, in this order.
    static CommitListener all(CommitListener... listeners) {
        List<CommitListener> all = List.of(listeners);
        return new CommitListener() {
            @Override
            public void committed(Frontier frontier, List<Change> changes) {
                all.forEach(listener -> listener.committed(frontier, changes));
            }

            @Override
            public void visible(Frontier frontier, List<Change> changes) {
                all.forEach(listener -> listener.visible(frontier, changes));
            }

            @Override
            public void measured(int writes, long nanos) {
                all.forEach(listener -> listener.measured(writes, nanos));
            }
        };
    }
}
