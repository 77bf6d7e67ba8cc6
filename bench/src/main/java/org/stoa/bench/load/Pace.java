package org.stoa.bench.load;

import java.time.Duration;

/// How operations follow each other.
///
/// @param warmUp how long to run before anything is measured
/// @param measured how long to measure
/// @param perSecond operations a second that begin whether or not earlier ones were answered (open loop); 0 when each
///     worker begins its next as soon as the last was answered (closed loop)
public record Pace(Duration warmUp, Duration measured, double perSecond) {
    /// As fast as the server answers.
    public static Pace closed(Duration warmUp, Duration measured) {
        return new Pace(warmUp, measured, 0);
    }

    /// At a fixed rate.
    public static Pace open(Duration warmUp, Duration measured, double perSecond) {
        return new Pace(warmUp, measured, perSecond);
    }

    /// Whether operations keep to a schedule.
    public boolean isOpen() {
        return perSecond > 0;
    }
}
