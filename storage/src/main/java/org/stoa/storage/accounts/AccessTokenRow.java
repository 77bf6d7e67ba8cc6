package org.stoa.storage.accounts;

import org.jspecify.annotations.Nullable;

/// An access token as it is stored.
///
/// @param hash SHA-256 of the token
/// @param user whose it is
/// @param deviceId the device it belongs to
/// @param createdTs when it was made
/// @param expiresTs from when on it is no longer taken, `null`: never
/// @param refresh hash of the refresh token that was given out with it, `null` when there was none
/// @param used whether it was used, so that the token it replaces is gone
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AccessTokenRow(
        byte[] hash,
        long user,
        String deviceId,
        long createdTs,
        @Nullable Long expiresTs,
        byte @Nullable [] refresh,
        boolean used) {}
