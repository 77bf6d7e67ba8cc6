package org.stoa.platform;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// The only source of randomness. Thread-safe as far as the generator behind it is; [#secure()] is.
public final class Randomness {
    private static final String LETTERS_AND_DIGITS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final RandomGenerator generator;

    private Randomness(RandomGenerator generator) {
        this.generator = generator;
    }

    /// Returns randomness that nobody can predict, for tokens and keys.
    public static Randomness secure() {
        return new Randomness(new SecureRandom());
    }

    /// Returns randomness from a generator of the caller; for tests that must repeat.
    public static Randomness of(RandomGenerator generator) {
        return new Randomness(generator);
    }

    /// Returns `length` random letters and digits, 5.95 bits each: 22 of them cannot be guessed.
    public String opaque(int length) {
        return pick(LETTERS_AND_DIGITS, length);
    }

    /// Returns `length` random capital letters, for what people may have to read out, such as device ids.
    public String capitals(int length) {
        return pick(CAPITALS, length);
    }

    /// Returns `length` random bytes.
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        generator.nextBytes(bytes);
        return bytes;
    }

    /// Returns a number from 0 to `bound` (exclusive), each as likely as the others.
    public long below(long bound) {
        return generator.nextLong(bound);
    }

    private String pick(String alphabet, int length) {
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            chars[i] = alphabet.charAt(generator.nextInt(alphabet.length()));
        }
        return new String(chars);
    }
}
