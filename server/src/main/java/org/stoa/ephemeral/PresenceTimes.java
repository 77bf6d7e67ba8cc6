package org.stoa.ephemeral;

import java.time.Duration;

/// How long it takes for somebody to be idle, and to be offline, in nanoseconds.
record PresenceTimes(long idleNanos, long offlineNanos) {

    static PresenceTimes of(Duration idle, Duration offline) {
        return new PresenceTimes(idle.toNanos(), offline.toNanos());
    }
}
