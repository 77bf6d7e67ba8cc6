package org.stoa.protocol.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A public Ed25519 key and its id, such as `ed25519:a_1`. Safe for use by several threads.
///
/// Spec: appendices#checking-for-a-signature (v1.19).
public final class VerifyKey {

    /// The only signing algorithm.
    static final String ALGORITHM = "ed25519";

    private final String keyId;
    private final String text;
    private final byte[] publicKey;

    /// Made when first needed, since choosing the implementation takes a moment; made twice by a race, it is the same.
    private volatile Ed25519.@Nullable Verifier verifier;

    private VerifyKey(String keyId, byte[] publicKey) {
        if (!isSupported(keyId)) {
            throw new IllegalArgumentException("Expected a key id that starts with ed25519:");
        }
        if (publicKey.length != Ed25519.KEY_BYTES || !BouncyCastleEd25519.isPublicKey(publicKey)) {
            throw new IllegalArgumentException("Expected a public key of 32 bytes");
        }
        this.keyId = keyId;
        this.text = UnpaddedBase64.encode(publicKey);
        this.publicKey = publicKey.clone();
    }

    /// Returns the key of these 32 bytes.
    ///
    /// @throws IllegalArgumentException when the bytes are no key, or the id is of another algorithm
    public static VerifyKey of(String keyId, byte[] publicKey) {
        return new VerifyKey(keyId, publicKey);
    }

    /// Returns the key in Base64 as it is in JSON; empty when that is not a key, or the id is of another algorithm.
    public static Optional<VerifyKey> tryParse(String keyId, String base64) {
        try {
            return UnpaddedBase64.tryDecode(base64).map(bytes -> new VerifyKey(keyId, bytes));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    /// Whether a key id is of an algorithm that can be checked.
    public static boolean isSupported(String keyId) {
        return keyId.startsWith(ALGORITHM + ":");
    }

    /// Returns the key's id, such as `ed25519:a_1`.
    public String keyId() {
        return keyId;
    }

    /// Returns the key in unpadded Base64.
    public String text() {
        return text;
    }

    /// Whether this is the signature of the message; false also when it is malformed.
    public boolean verify(byte[] message, byte[] signature) {
        Ed25519.Verifier current = verifier;
        if (current == null) {
            current = Ed25519.fastest().verifier(publicKey);
            verifier = current;
        }
        return current.verify(message, signature);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifyKey key && keyId.equals(key.keyId) && text.equals(key.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return keyId + " " + text;
    }
}
