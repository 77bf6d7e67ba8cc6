package org.stoa.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Clocks that move only when a test moves them; whoever is parked until then wakes. Thread-safe.
public final class ManualTime implements Time {
    /// The time at which every test begins.
    public static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    private final AtomicLong nanos = new AtomicLong();
    private final Map<Thread, Long> parked = new ConcurrentHashMap<>();

    /// Moves both clocks on.
    public void advance(Duration duration) {
        long now = nanos.addAndGet(duration.toNanos());
        parked.forEach(
                (thread, until) -> {
                    if (until <= now) {
                        LockSupport.unpark(thread);
                    }
                });
    }

    /// Waits, for real, until so many threads are parked.
    public void awaitParked(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (parked.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("parked: " + parked.keySet());
            }
            Thread.onSpinWait();
        }
    }

    /// Waits, for real, until this thread is parked.
    public void awaitParked(Thread thread) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!parked.containsKey(thread)) {
            if (!thread.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError(thread + " does not wait");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public void park(Object blocker, Duration duration) {
        Thread thread = Thread.currentThread();
        long until = nanos.get() + duration.toNanos();
        parked.put(thread, until);
        try {
            if (nanos.get() < until) {
                LockSupport.park(blocker);
            }
        } finally {
            parked.remove(thread);
        }
    }
}
