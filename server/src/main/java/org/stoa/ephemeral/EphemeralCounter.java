package org.stoa.ephemeral;

import java.util.concurrent.atomic.AtomicLong;

/// Counts the changes of what lives in memory only, typing and presence together, so that one number in a token tells how
/// far a reader is with both. Thread-safe.
///
/// Who keeps such a thing takes the next number under the same lock under which readers look: then whoever takes
/// [#last()] first and looks after that misses nothing up to it.
public final class EphemeralCounter {
    private final AtomicLong last = new AtomicLong();

    /// The number of the newest change; 0 before the first.
    public long last() {
        return last.get();
    }

    /// Takes the number of one more change.
    long next() {
        return last.incrementAndGet();
    }
}
