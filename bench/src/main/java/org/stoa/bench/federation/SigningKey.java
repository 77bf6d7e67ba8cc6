package org.stoa.bench.federation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/// A server's key. Safe for use by many threads.
///
/// Spec: appendices#signing-json (v1.19).
final class SigningKey {
    /// Its name, the same for all scripted servers.
    static final String ID = "ed25519:bench";

    /// A public key is the end of its encoding.
    private static final int PUBLIC_BYTES = 32;

    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private final KeyPair pair;

    SigningKey() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JVM has Ed25519", missing);
        }
    }

    /// The public key in base64.
    String publicKey() {
        byte[] encoded = pair.getPublic().getEncoded();
        return BASE64.encodeToString(
                Arrays.copyOfRange(encoded, encoded.length - PUBLIC_BYTES, encoded.length));
    }

    /// The signature of a text in base64.
    String sign(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("an Ed25519 key that does not sign", broken);
        }
    }
}
