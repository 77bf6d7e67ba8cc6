package org.stoa.protocol.event;

import java.util.Base64;
import java.util.Optional;

/// Base64 as Matrix writes binary values in JSON: the standard alphabet without padding.
///
/// Spec: appendices#unpadded-base64 (v1.19).
public final class UnpaddedBase64 {

    private UnpaddedBase64() {}

    /// Returns the bytes as text.
    public static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Returns the bytes that the text is, with or without padding; empty when it is not Base64.
    public static Optional<byte[]> tryDecode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
