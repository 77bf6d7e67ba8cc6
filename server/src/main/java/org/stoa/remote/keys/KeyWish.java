package org.stoa.remote.keys;

import org.stoa.protocol.id.ServerName;

/// A key that is needed to verify something.
///
/// @param server who signed
/// @param keyId such as `ed25519:a_1`
/// @param validAt when it was signed, in milliseconds since 1970: the key must have been valid then; 0 when that does not
///     matter (rooms of versions 1 to 4)
public record KeyWish(ServerName server, String keyId, long validAt) {}
