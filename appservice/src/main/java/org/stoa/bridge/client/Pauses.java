package org.stoa.bridge.client;

import java.time.Duration;

/// Waiting, as something that a test can do without.
@FunctionalInterface
public interface Pauses {

    /// Waiting by the clock.
    Pauses REAL = Thread::sleep;

    /// Returns after that time.
    void pause(Duration time) throws InterruptedException;
}
