package org.stoa.accounts.register;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;

/// Checks that who registers knows a secret of the operator: a HMAC-SHA1 over a nonce of ours and what
/// is asked for. This is Synapse's protocol, which tools use.
///
/// Thread-safe. Spec: Synapse, docs/admin_api/register_api.
public final class SharedSecret {

    private static final Duration NONCE_LIFETIME = Duration.ofMinutes(1);

    /// Nonces that are out at once; more only push older ones out.
    private static final int MAX_NONCES = 10_000;

    private static final int NONCE_LENGTH = 64;

    private final String secret;
    private final Randomness randomness;
    private final Cache<String, Boolean> nonces;

    /// Checks against this secret.
    public SharedSecret(String secret, Randomness randomness, Time time) {
        this.secret = secret;
        this.randomness = randomness;
        this.nonces =
                Caffeine.newBuilder()
                        .maximumSize(MAX_NONCES)
                        .expireAfterWrite(NONCE_LIFETIME)
                        .ticker(time::nanoTime)
                        .build();
    }

    /// Returns a nonce that is good for one registration within a minute.
    public String nonce() {
        String nonce = randomness.opaque(NONCE_LENGTH);
        nonces.put(nonce, Boolean.TRUE);
        return nonce;
    }

    /// Takes a nonce out; `false` when it was not given out, is too old or was used.
    public boolean take(String nonce) {
        return nonces.asMap().remove(nonce) != null;
    }

    /// Whether `mac` proves that who sent this knows the secret.
    public boolean isProvenBy(
            String mac,
            String nonce,
            String user,
            String password,
            boolean admin,
            @Nullable String userType) {
        String text =
                String.join("\0", nonce, user, password, admin ? "admin" : "notadmin")
                        + (userType == null ? "" : "\0" + userType);
        byte[] expected = HexFormat.of().formatHex(hmac(text)).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, mac.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] hmac(String text) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA1");
            hmac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return hmac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA1", impossible);
        }
    }
}
