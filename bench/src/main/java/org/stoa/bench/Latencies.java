package org.stoa.bench;

import java.util.Arrays;
import java.util.Locale;

/// Durations of single operations in nanoseconds, and their percentiles.
final class Latencies {
    private final long[] sorted;

    Latencies(long[] durations) {
        sorted = durations.clone();
        Arrays.sort(sorted);
    }

    /// The duration in milliseconds below which that share (0 to 1) of the operations stayed.
    double millisAt(double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int index = (int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)));
        return sorted[index] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.2f ms",
                millisAt(0.5),
                millisAt(0.9),
                millisAt(0.99),
                millisAt(1));
    }
}
