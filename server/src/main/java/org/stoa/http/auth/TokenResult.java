package org.stoa.http.auth;

/// What is known of an access token.
public sealed interface TokenResult {

    /// The token is valid and belongs to the requester.
    record Found(Requester requester) implements TokenResult {}

    /// The token was never given out, or its session is gone: 401 `M_UNKNOWN_TOKEN`.
    record Unknown() implements TokenResult {}

    /// The session still exists, but the user has to log in again: 401 `M_UNKNOWN_TOKEN` with `soft_logout`.
    record SoftLoggedOut() implements TokenResult {}

    /// The token's time is over and it wants to be refreshed: 401 `M_UNKNOWN_TOKEN` with `soft_logout`.
    record Expired() implements TokenResult {}
}
