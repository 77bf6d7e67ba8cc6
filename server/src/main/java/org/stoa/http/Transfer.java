package org.stoa.http;

import java.time.Duration;
import org.stoa.platform.Time;

/// Whether bytes of a request or its answer are under way. Only then does it count when a connection lies idle: while an
/// endpoint thinks or waits it has to.
final class Transfer {
    private static final long NOT_RUNNING = Long.MIN_VALUE;

    private final Time time;
    private volatile long since = NOT_RUNNING;

    Transfer(Time time) {
        this.time = time;
    }

    void begin() {
        since = time.nanoTime();
    }

    void end() {
        since = NOT_RUNNING;
    }

    /// Whether it has been under way for a good part of a time in which no byte came or went. An answer that begins just when
    /// the endpoint has waited for so long is not stuck.
    boolean isStuckFor(Duration idle) {
        long began = since;
        return began != NOT_RUNNING && time.nanoTime() - began >= idle.toNanos() / 2;
    }
}
