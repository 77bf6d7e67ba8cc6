package org.stoa.platform;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A value that is worked out on another thread, for those who do not wait longer than they like. Thread-safe.
///
/// @param <V> the value
public final class Awaited<V> {
    private final Time time;
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable V value;

    /// Makes one that is not there yet.
    public Awaited(Time time) {
        this.time = time;
    }

    /// Says what the value is.
    public void set(V done) {
        value = done;
        waiting.forEach(LockSupport::unpark);
    }

    /// Returns the value; empty when it is not there after `patience`, or the caller is interrupted.
    public Optional<V> await(Duration patience) {
        long deadline = time.nanoTime() + patience.toNanos();
        waiting.add(Thread.currentThread());
        try {
            while (true) {
                V known = value;
                long left = deadline - time.nanoTime();
                if (known != null || left <= 0 || Thread.currentThread().isInterrupted()) {
                    return Optional.ofNullable(known);
                }
                time.park(this, Duration.ofNanos(left));
            }
        } finally {
            waiting.remove(Thread.currentThread());
        }
    }
}
