package org.stoa.storage;

/// A write that was submitted.
public interface Pending {
    /// Waits until the write is durable or has failed. While the outcome of a commit is unknown this goes on waiting.
    ///
    /// Throws IllegalStateException on the writer's own thread, which would wait for itself.
    CommitResult await();
}
