package org.stoa.protocol.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A secret Ed25519 key and its id, such as `ed25519:a_1`. Safe for use by several threads.
///
/// Spec: appendices#signing-details (v1.19).
public final class SigningKey {

    /// The bytes of the secret seed that a key is made from.
    public static final int SEED_BYTES = Ed25519.KEY_BYTES;

    private final String version;
    private final byte[] seed;
    private final VerifyKey verifyKey;

    /// Made when first needed, since choosing the implementation takes a moment; made twice by a race, it is the same.
    private volatile Ed25519.@Nullable Signer signer;

    private SigningKey(String version, byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("Expected a seed of 32 bytes");
        }
        this.version = version;
        this.seed = seed.clone();
        this.verifyKey = VerifyKey.of(keyId(), BouncyCastleEd25519.publicKey(seed));
    }

    /// Returns the key of this seed, 32 random bytes.
    ///
    /// @param version what comes after `ed25519:` in the key's id: one or more of `a-z A-Z 0-9 _`
    /// @throws IllegalArgumentException when the seed has another length, or the version other characters
    public static SigningKey of(String version, byte[] seed) {
        if (!isVersion(version)) {
            throw new IllegalArgumentException("Expected a key version of letters, digits and '_'");
        }
        return new SigningKey(version, seed);
    }

    /// Returns the key that a line as of [#toLine()] holds; empty when it is not such a line.
    public static Optional<SigningKey> tryParse(String line) {
        String[] parts = line.strip().split(" +", -1);
        if (parts.length != 3 || !parts[0].equals(VerifyKey.ALGORITHM) || !isVersion(parts[1])) {
            return Optional.empty();
        }
        return UnpaddedBase64.tryDecode(parts[2])
                .filter(seed -> seed.length == SEED_BYTES)
                .map(seed -> new SigningKey(parts[1], seed));
    }

    /// Returns the secret key as a line of text, in the form that other homeservers keep theirs: `ed25519 a_1 SEED`.
    public String toLine() {
        return VerifyKey.ALGORITHM + " " + version + " " + UnpaddedBase64.encode(seed);
    }

    /// Returns the key's id, such as `ed25519:a_1`.
    public String keyId() {
        return VerifyKey.ALGORITHM + ":" + version;
    }

    /// Returns the secret seed, 32 bytes, to be kept where nobody else reads.
    public byte[] seed() {
        return seed.clone();
    }

    /// Returns the public half.
    public VerifyKey verifyKey() {
        return verifyKey;
    }

    /// Returns the signature of the message, 64 bytes. The first signature of a process loads a native library, if there
    /// is one, which takes up to half a second.
    public byte[] sign(byte[] message) {
        Ed25519.Signer current = signer;
        if (current == null) {
            current = Ed25519.fastest().signer(seed);
            signer = current;
        }
        return current.sign(message);
    }

    /// Returns the key's id and nothing secret.
    @Override
    public String toString() {
        return keyId();
    }

    private static boolean isVersion(String version) {
        return !version.isEmpty() && version.chars().allMatch(SigningKey::isVersionCharacter);
    }

    private static boolean isVersionCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}
