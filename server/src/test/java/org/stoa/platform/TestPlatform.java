package org.stoa.platform;

import java.util.Random;

/// A platform for tests: clocks that a test moves, and randomness that repeats.
public final class TestPlatform {
    private TestPlatform() {}

    /// Returns a platform whose clock is `time`.
    public static Platform with(ManualTime time) {
        return new Platform(time, Randomness.of(new Random(42)), new Metrics(), new Shutdown());
    }

    /// Returns a platform whose clock nobody moves.
    public static Platform create() {
        return with(new ManualTime());
    }
}
