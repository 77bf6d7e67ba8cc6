package org.stoa.irc.connection;

import java.time.Duration;
import org.stoa.bridge.client.Pauses;

/// Lets a connection send a few lines at once and further ones at intervals, as IRC servers demand: who sends faster is
/// disconnected. Safe for use by several threads, which wait in turn.
final class Pacing {

    private final long intervalNanos;
    private final long burstNanos;
    private final Pauses pauses;

    /// When the next line would be due had there been no burst.
    private long due;

    private boolean first = true;

    Pacing(int burst, Duration interval, Pauses pauses) {
        this.intervalNanos = interval.toNanos();
        this.burstNanos = intervalNanos * (burst - 1);
        this.pauses = pauses;
    }

    /// Returns when the next line may be sent.
    synchronized void await() throws InterruptedException {
        long now = System.nanoTime();
        if (first || now - due > 0) {
            due = now;
            first = false;
        }
        long wait = due - burstNanos - now;
        due += intervalNanos;
        if (wait > 0) {
            pauses.pause(Duration.ofNanos(wait));
        }
    }
}
