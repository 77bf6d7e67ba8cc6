package org.stoa.accounts;

import java.time.Duration;
import java.util.List;

/// TURN servers, through which calls go where two devices do not reach each other, and how users are let in: with the secret that
/// the servers know too.
///
/// @param uris such as `turn:turn.example.org?transport=udp`
/// @param sharedSecret signs the credentials
/// @param lifetime how long credentials are good
public record TurnConfig(List<String> uris, String sharedSecret, Duration lifetime) {
    public TurnConfig {
        uris = List.copyOf(uris);
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("at least one TURN server is needed");
        }
    }

    /// Without the secret, for logs.
    @Override
    public String toString() {
        return "TurnConfig[uris=%s, lifetime=%s]".formatted(uris, lifetime);
    }
}
