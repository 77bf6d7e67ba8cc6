package org.stoa.accounts.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.stoa.platform.Randomness;

/// One Argon2id hash with its salt and cost. Its text is the PHC string format,
/// `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` with base64 without padding.
final class Argon2Hash {

    static final int SALT_BYTES = 16;

    private static final int HASH_BYTES = 32;
    private static final Pattern PHC =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
                            + "\\$([A-Za-z0-9+/]{11,128})\\$([A-Za-z0-9+/]{16,128})");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getDecoder();

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private Argon2Hash(Argon2Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /// Hashes a password; takes as long as the cost says.
    static Argon2Hash of(String password, byte[] salt, Argon2Cost cost) {
        return new Argon2Hash(cost, salt, derive(password, salt, cost, HASH_BYTES));
    }

    /// Returns the hash of no password, which costs as much to compare with as any other, and nothing to make.
    static Argon2Hash ofNobody(Randomness randomness, Argon2Cost cost) {
        return new Argon2Hash(cost, randomness.bytes(SALT_BYTES), randomness.bytes(HASH_BYTES));
    }

    /// Reads the text of a hash; empty when it is not Argon2id version 19.
    static Optional<Argon2Hash> parse(String text) {
        Matcher parts = PHC.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var cost =
                new Argon2Cost(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
        return Optional.of(
                new Argon2Hash(
                        cost, DECODER.decode(parts.group(4)), DECODER.decode(parts.group(5))));
    }

    /// Whether this is the hash of the password. Compares in constant time.
    boolean isOf(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, cost, hash.length));
    }

    boolean costs(Argon2Cost other) {
        return cost.equals(other);
    }

    @Override
    public String toString() {
        return "$argon2id$v=19$m="
                + cost.memoryKibibytes()
                + ",t="
                + cost.iterations()
                + ",p="
                + cost.parallelism()
                + "$"
                + ENCODER.encodeToString(salt)
                + "$"
                + ENCODER.encodeToString(hash);
    }

    private static byte[] derive(String password, byte[] salt, Argon2Cost cost, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(cost.memoryKibibytes())
                        .withIterations(cost.iterations())
                        .withParallelism(cost.parallelism())
                        .withSalt(salt)
                        .build());
        byte[] result = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
        return result;
    }
}
