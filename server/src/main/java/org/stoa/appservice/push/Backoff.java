package org.stoa.appservice.push;

import java.time.Duration;

/// How long to wait after so many failures in a row: a second, and twice as long each time.
///
/// "the homeserver SHOULD backoff exponentially until the application service is reachable again".
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MAX_DOUBLINGS = 20;

    private Backoff() {}

    static Duration after(int failures) {
        Duration wait = FIRST.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
