package org.stoa.storage.accounts;

import org.jspecify.annotations.Nullable;

/// A device of a local user.
///
/// @param deviceId unique among the user's devices
/// @param displayName what the user calls it, `null` when it has no name
/// @param createdTs when it logged in first
/// @param lastSeenTs when it was last seen, may be minutes old; `null`: never
/// @param lastSeenIp from where
/// @param lastUserAgent with what
public record Device(
        String deviceId,
        @Nullable String displayName,
        long createdTs,
        @Nullable Long lastSeenTs,
        @Nullable String lastSeenIp,
        @Nullable String lastUserAgent) {}
