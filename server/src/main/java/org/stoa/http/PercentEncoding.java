package org.stoa.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Decodes one segment of a path, or one name or value of a query, strictly.
final class PercentEncoding {
    private PercentEncoding() {}

    /// Returns what a segment of a path stands for.
    static String decodeSegment(String raw) {
        return raw.indexOf('%') < 0 ? raw : decode(raw, false);
    }

    /// Returns what a name or value of a query stands for; there a plus sign is a space.
    static String decodeQuery(String raw) {
        return raw.indexOf('%') < 0 && raw.indexOf('+') < 0 ? raw : decode(raw, true);
    }

    private static String decode(String raw, boolean plusIsSpace) {
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            byte b = in[i];
            if (b == '%') {
                out.put(hexPair(in, i + 1));
                i += 2;
            } else {
                out.put(b == '+' && plusIsSpace ? (byte) ' ' : b);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed(e);
        }
    }

    private static byte hexPair(byte[] in, int at) {
        int high = at + 1 < in.length ? Character.digit(in[at], 16) : -1;
        int low = at + 1 < in.length ? Character.digit(in[at + 1], 16) : -1;
        if (high < 0 || low < 0 || high + low == 0) {
            throw malformed(null);
        }
        return (byte) (high * 16 + low);
    }

    private static MatrixException malformed(@Nullable Throwable cause) {
        MatrixException refusal =
                new MatrixException(
                        ErrorCode.INVALID_PARAM,
                        "The address has a percent-encoding that is not valid UTF-8 text");
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }
}
