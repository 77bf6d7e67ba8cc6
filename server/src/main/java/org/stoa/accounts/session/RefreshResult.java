package org.stoa.accounts.session;

/// What came of refreshing a token.
public sealed interface RefreshResult {

    /// New tokens.
    record Refreshed(OpenedSession session) implements RefreshResult {}

    /// The token is not known, or was replaced by one that is in use.
    record Unknown() implements RefreshResult {}

    /// The token or its session expired; the device is still there, and may log in again.
    record Expired() implements RefreshResult {}

    /// The account is locked.
    record Locked() implements RefreshResult {}
}
