package org.stoa.bench.measure;

import org.HdrHistogram.Histogram;

/// Durations of operations, three digits precise, between 1 microsecond and 1 hour. For one thread; add up those of many.
public final class Latencies {
    private static final long MAX_MICROS = 3_600_000_000L;
    private static final int DIGITS = 3;

    private final Histogram micros = new Histogram(1, MAX_MICROS, DIGITS);

    /// Adds one duration in nanoseconds.
    public void add(long nanos) {
        micros.recordValue(Math.clamp(nanos / 1000, 1, MAX_MICROS));
    }

    /// Adds all durations of another.
    public void add(Latencies other) {
        micros.add(other.micros);
    }

    /// How many durations there are.
    public long count() {
        return micros.getTotalCount();
    }

    /// The duration in milliseconds below which that share (0 to 1) of the operations stayed; 0 if there are none.
    public double millis(double share) {
        return count() == 0 ? 0 : micros.getValueAtPercentile(share * 100) / 1000.0;
    }
}
