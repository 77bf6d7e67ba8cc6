package org.stoa.accounts.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.stoa.platform.Randomness;

/// Makes the texts of tokens, and the hashes that are stored in their place.
public final class TokenTexts {

    /// 238 bits: cannot be guessed, also not by asking very often.
    private static final int SECRET_LENGTH = 40;

    private static final int DEVICE_LENGTH = 10;

    private final Randomness randomness;

    /// Makes secrets from this source.
    public TokenTexts(Randomness randomness) {
        this.randomness = randomness;
    }

    /// Returns a new access token.
    public String accessToken() {
        return "stoa_" + secret();
    }

    /// Returns a new refresh token.
    public String refreshToken() {
        return "stoar_" + secret();
    }

    /// Returns a new token to log in with once.
    public String loginToken() {
        return "stoal_" + secret();
    }

    /// Returns a new token that tells other services who a user is.
    public String openIdToken() {
        return "stoao_" + secret();
    }

    /// Returns a secret that cannot be guessed: 40 letters and digits.
    public String secret() {
        return randomness.opaque(SECRET_LENGTH);
    }

    /// Returns a new device id: ten capital letters.
    public String deviceId() {
        return randomness.capitals(DEVICE_LENGTH);
    }

    /// Returns the SHA-256 of a token. Tokens are random, so a fast hash keeps them secret.
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
