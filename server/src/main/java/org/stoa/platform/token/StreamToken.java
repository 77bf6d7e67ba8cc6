package org.stoa.platform.token;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/// How far a client has read: the token of /sync, and of everything that takes one of its tokens.
///
/// As text: `s1_` and base64url of variable-length numbers with a check sum, so that a damaged token is refused and not
/// misread. Clients treat it as opaque.
///
/// @param position the frontier: the last committed position that the client has seen (one lane)
/// @param toDevice how far to-device messages went, which come in pages of their own
/// @param ephemeral counts typing and presence, which live in memory
/// @param boot the process that counted `ephemeral`
/// @param generation changes when a backup is restored
public record StreamToken(
        long position, long toDevice, long ephemeral, long boot, long generation) {
    private static final String PREFIX = "s1_";
    private static final int FIELDS = 5;
    private static final int MAX_LENGTH = 400;

    /// Reads a token; empty when it is malformed.
    public static Optional<StreamToken> parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        return decode(bytes);
    }

    private static Optional<StreamToken> decode(byte[] bytes) {
        if (bytes.length < 3) {
            return Optional.empty();
        }
        int check = ((bytes[bytes.length - 2] & 0xff) << 8) | (bytes[bytes.length - 1] & 0xff);
        if (check != checkSum(bytes, bytes.length - 2)) {
            return Optional.empty();
        }
        long[] fields = new long[FIELDS];
        int at = 0;
        for (int field = 0; field < FIELDS; field++) {
            int shift = 0;
            while (true) {
                if (at >= bytes.length - 2 || shift > 63) {
                    return Optional.empty();
                }
                byte next = bytes[at++];
                fields[field] |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    break;
                }
                shift += 7;
            }
            if (fields[field] < 0) {
                return Optional.empty();
            }
        }
        if (at != bytes.length - 2) {
            return Optional.empty();
        }
        return Optional.of(new StreamToken(fields[0], fields[1], fields[2], fields[3], fields[4]));
    }

    /// The same with another position.
    public StreamToken at(long newPosition) {
        return new StreamToken(newPosition, toDevice, ephemeral, boot, generation);
    }

    /// The token as clients see it.
    @Override
    public String toString() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long field : new long[] {position, toDevice, ephemeral, boot, generation}) {
            long rest = field;
            while (rest > 0x7f) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
        }
        byte[] fields = out.toByteArray();
        int check = checkSum(fields, fields.length);
        out.write(check >>> 8);
        out.write(check);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(out.toByteArray());
    }

    private static int checkSum(byte[] bytes, int length) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, length);
        return (int) (sum.getValue() & 0xffff);
    }
}
