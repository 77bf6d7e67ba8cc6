package org.stoa.remote.connect;

import java.time.Duration;

/// How much one request to another server may take.
///
/// @param total how long it may take in all, with connecting and reading the answer to its end
/// @param silence how long the other side may send nothing
/// @param maxAnswer the largest answer in bytes; on a machine with little memory it is less
public record RequestLimits(Duration total, Duration silence, long maxAnswer) {

    /// For requests that somebody waits for, and answers that fit into memory a hundred times.
    public static final RequestLimits DEFAULT =
            new RequestLimits(Duration.ofMinutes(1), Duration.ofSeconds(30), 16L << 20);

    /// For what is small and quick to make: discovery, keys.
    public static final RequestLimits SMALL =
            new RequestLimits(Duration.ofSeconds(15), Duration.ofSeconds(10), 512L << 10);

    /// For the state of large rooms, which takes the other server a while.
    public static final RequestLimits LARGE =
            new RequestLimits(Duration.ofMinutes(10), Duration.ofMinutes(3), 512L << 20);

    /// An answer is in memory as text and as values, which take some times as much, so that it may have this part of it.
    private static final int PART_OF_MEMORY = 16;

    public RequestLimits {
        maxAnswer = Math.min(maxAnswer, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
    }

    /// Returns the same with at most another time in all, and no longer silence than that.
    public RequestLimits within(Duration other) {
        return other.compareTo(total) >= 0
                ? this
                : new RequestLimits(
                        other, silence.compareTo(other) < 0 ? silence : other, maxAnswer);
    }
}
