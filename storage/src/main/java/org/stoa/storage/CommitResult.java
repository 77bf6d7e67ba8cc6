package org.stoa.storage;

/// What became of a write.
public sealed interface CommitResult permits Committed, CommitResult.Failed {

    /// The write left nothing behind, except that with [StorageException.Kind#UNKNOWN_OUTCOME] nobody knows.
    ///
    /// @param cause why; its kind says what to answer
    record Failed(StorageException cause) implements CommitResult {}

    /// Returns where the write was committed.
    ///
    /// Throws the cause when the write failed.
    default Committed orThrow() {
        return switch (this) {
            case Committed committed -> committed;
            case Failed failed -> throw failed.cause().forCaller();
        };
    }
}
