package org.stoa.accounts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How often a wrong password may be given.
///
/// @param burst failed attempts in a row for one account from one address; for one account from all addresses
///     together ten times as many
/// @param interval after how long one more is allowed, `null`: no limit at all
public record LoginLimit(int burst, @Nullable Duration interval) {

    /// Five in a row, then one in ten seconds.
    public static final LoginLimit DEFAULT = new LoginLimit(5, Duration.ofSeconds(10));

    /// Any number.
    public static final LoginLimit OFF = new LoginLimit(1, null);

    public LoginLimit {
        if (burst < 1) {
            throw new IllegalArgumentException("at least one attempt must be allowed");
        }
        if (interval != null && !interval.isPositive()) {
            throw new IllegalArgumentException("the interval between attempts must be positive");
        }
    }
}
