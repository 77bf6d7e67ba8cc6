package org.stoa.bridge.client;

import java.time.Duration;

/// How long to wait between attempts: twice as long each time, up to the longest.
///
/// @param first the wait after the first failure
/// @param longest the longest wait
/// @param patience how long to wait in all before giving up
public record Backoff(Duration first, Duration longest, Duration patience) {

    /// For what has to arrive some time: waits through a long outage of the homeserver.
    public static final Backoff PATIENT =
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofDays(30));

    /// For what somebody waits for.
    public static final Backoff BRIEF =
            new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(3));

    /// Doubling more often than this is beyond any longest wait.
    private static final int MAX_DOUBLINGS = 30;

    /// Returns the wait after this many failures, at least one.
    public Duration after(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
