package org.stoa.storage;

/// What the writes of a room were built on: its state in memory since it was last known to be what is committed.
///
/// When a write fails, every later write with the same basis fails too ([StorageException.Kind#CASCADE]), because it
/// was built on it. A room makes a basis when it is loaded, gives it to each of its writes, and makes a new one when
/// it goes back to what is committed, which it does when none of its writes is left in the queue. Callbacks come in
/// the order of submission, so the room may count.
///
/// Thread-safe.
public final class Basis {
    private final long room;
    private volatile boolean failed;

    /// Makes the basis of a room whose memory is what is committed.
    public Basis(long roomNid) {
        this.room = roomNid;
    }

    /// Returns the number of the room.
    public long room() {
        return room;
    }

    /// Returns whether a write failed, so that all later ones will.
    public boolean failed() {
        return failed;
    }

    void fail() {
        failed = true;
    }
}
