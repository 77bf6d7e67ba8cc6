package org.stoa.platform;

/// Why a wait ended.
public enum Wake {
    /// Something may have changed: look again.
    CHANGED,
    /// The time is over: look again all the same, since a wake-up may get lost.
    TIMED_OUT,
    /// The process is about to end, or the thread was interrupted: answer with what there is.
    SHUTDOWN
}
