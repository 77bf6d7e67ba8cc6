package org.stoa.storage;

/// The one door through which rows of the stream are written.
public interface Commits {
    /// Queues a write and returns at once. The order of submissions is the order of positions; a room therefore
    /// submits under its lock.
    ///
    /// Throws StorageException of kind CLOSED or OVERLOADED when nothing was queued: no callback comes then.
    Pending submit(Lane lane, Write write);
}
