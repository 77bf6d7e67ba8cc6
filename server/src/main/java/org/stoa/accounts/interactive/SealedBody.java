package org.stoa.accounts.interactive;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// Keeps passwords out of the database: the body of a request is stored encrypted with a key that is
/// made of the session's id, and the id itself is stored as a hash only. Who reads the database can
/// read neither; the client, who knows the id, needs nothing more.
final class SealedBody {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private SealedBody() {}

    /// Returns what a session is found by.
    static String keyOf(String sessionId) {
        return HexFormat.of().formatHex(digest("find", sessionId));
    }

    static String seal(JsonObject body, String sessionId, byte[] nonce) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("the nonce needs 12 bytes");
        }
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, sessionId, nonce, body.toBytes());
        byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
        return Base64.getEncoder().encodeToString(all);
    }

    static JsonObject open(String text, String sessionId) {
        byte[] all = Base64.getDecoder().decode(text);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        return Json.parseObject(crypt(Cipher.DECRYPT_MODE, sessionId, nonce, sealed));
    }

    static int nonceBytes() {
        return NONCE_BYTES;
    }

    private static byte[] crypt(int mode, String sessionId, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var key = new SecretKeySpec(digest("seal", sessionId), "AES");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(
                    "the body of an interactive session cannot be read", failed);
        }
    }

    private static byte[] digest(String purpose, String sessionId) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(purpose.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            return sha256.digest(sessionId.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
