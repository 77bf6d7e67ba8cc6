package org.stoa.bridge.intent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/// What makes a send happen once however often it is tried: the homeserver answers the second with the event of the first.
///
/// Spec: client-server-api#transaction-identifiers (v1.19).
public record TransactionId(String text) {

    /// Returns an id for a send that is tried again only by the same call.
    public static TransactionId random() {
        return new TransactionId(UUID.randomUUID().toString());
    }

    /// Returns the id for what is sent because of this: the same for the same texts, also after a restart.
    public static TransactionId of(String... cause) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash =
                    digest.digest(String.join("\u0000", cause).getBytes(StandardCharsets.UTF_8));
            return new TransactionId(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
