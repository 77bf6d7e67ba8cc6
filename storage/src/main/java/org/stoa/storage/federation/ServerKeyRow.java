package org.stoa.storage.federation;

import org.jspecify.annotations.Nullable;

/// A key of another server.
///
/// @param server whose it is
/// @param keyId such as `ed25519:a_1`
/// @param publicKey unpadded Base64
/// @param validUntilTs up to when events may be signed with it, in milliseconds since 1970
/// @param expiredTs when its use ended; null when the server still used it
/// @param fetchedTs when the server was asked
/// @param document the object that held it, as JSON; empty when another key that was fetched then has it, or it is not kept
public record ServerKeyRow(
        String server,
        String keyId,
        String publicKey,
        long validUntilTs,
        @Nullable Long expiredTs,
        long fetchedTs,
        String document) {}
