package org.stoa.bridge.registration;

import java.security.SecureRandom;
import java.util.HexFormat;

/// Secrets that nobody guesses.
final class Tokens {

    private static final int BYTES = 32;

    private Tokens() {}

    static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
