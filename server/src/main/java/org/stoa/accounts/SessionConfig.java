package org.stoa.accounts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long tokens and sessions last.
///
/// @param refreshableTokenLifetime of access tokens of clients that can refresh them
/// @param tokenLifetime of access tokens of all other clients, `null`: they do not expire
/// @param refreshTokenLifetime of a refresh token that is not used, `null`: it does not expire
/// @param sessionLifetime of a log-in with all its refreshes, `null`: no end
/// @param interactiveLifetime of a session of interactive authentication
public record SessionConfig(
        Duration refreshableTokenLifetime,
        @Nullable Duration tokenLifetime,
        @Nullable Duration refreshTokenLifetime,
        @Nullable Duration sessionLifetime,
        Duration interactiveLifetime) {

    /// Access tokens of an hour for clients that refresh, no end for others.
    public static final SessionConfig DEFAULT =
            new SessionConfig(Duration.ofHours(1), null, null, null, Duration.ofHours(1));
}
