package org.stoa.bench.load;

import java.util.SplittableRandom;

/// When the operations of one worker are meant to begin. All workers together make the rate; each operation has a slot and
/// begins anywhere in it, by chance with a fixed seed.
///
/// Latency is counted from here and not from when the request could be sent. Otherwise a server that stands still for a
/// second would be asked less in that second, and most of what its users wait would not be seen (coordinated omission).
public final class Schedule {
    private final long start;
    private final double nanosForEachSlot;
    private final int workers;
    private final SplittableRandom random;
    private long slot;

    /// @param start nanoseconds of [System#nanoTime]
    /// @param worker which of the workers, from 0
    public Schedule(long start, double perSecond, int workers, int worker, long seed) {
        this.start = start;
        this.nanosForEachSlot = 1e9 / perSecond;
        this.workers = workers;
        this.random = new SplittableRandom(seed * 31 + worker);
        this.slot = worker;
    }

    /// When the next operation is meant to begin.
    public long next() {
        long at = start + (long) ((slot + random.nextDouble()) * nanosForEachSlot);
        slot += workers;
        return at;
    }
}
