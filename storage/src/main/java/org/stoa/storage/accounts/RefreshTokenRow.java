package org.stoa.storage.accounts;

import org.jspecify.annotations.Nullable;

/// A refresh token as it is stored.
///
/// @param hash SHA-256 of the token
/// @param user whose it is
/// @param deviceId the device it belongs to
/// @param createdTs when it was made
/// @param expiresTs from when on it is no longer taken, `null`: never
/// @param sessionTs when the whole chain of refreshes ends, `null`: never
/// @param next hash of the refresh token that replaces it once that is used, `null` when it was not refreshed yet
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RefreshTokenRow(
        byte[] hash,
        long user,
        String deviceId,
        long createdTs,
        @Nullable Long expiresTs,
        @Nullable Long sessionTs,
        byte @Nullable [] next) {}
