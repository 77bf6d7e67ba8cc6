package org.stoa.http;

/// How often something may be done: a bucket that holds `burst` tokens and gets `perSecond` new ones each second.
///
/// @param perSecond more than 0
/// @param burst at least 1
public record RateLimit(double perSecond, int burst) {
    public RateLimit {
        if (!(perSecond > 0) || burst < 1) {
            throw new IllegalArgumentException(
                    "A rate limit needs a rate above 0 and a burst of at least 1");
        }
    }

    long nanosPerToken() {
        return Math.max(1, Math.round(1e9 / perSecond));
    }
}
