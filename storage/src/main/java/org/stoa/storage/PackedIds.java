package org.stoa.storage;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lists of event ids in stored form as one byte string: each after its length, which is at most 255 bytes.
public final class PackedIds {
    private static final int MAX_LENGTH = 255;

    private PackedIds() {}

    /// Packs ids.
    ///
    /// Throws IllegalArgumentException when one is longer than 255 bytes.
    public static byte[] pack(List<byte[]> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] id : ids) {
            if (id.length > MAX_LENGTH) {
                throw new IllegalArgumentException("an id of " + id.length + " bytes");
            }
            out.write(id.length);
            out.writeBytes(id);
        }
        return out.toByteArray();
    }

    /// Unpacks what [#pack] packed.
    ///
    /// Throws IllegalArgumentException when it ends inside an id.
    public static List<byte[]> unpack(byte[] packed) {
        List<byte[]> ids = new ArrayList<>();
        int at = 0;
        while (at < packed.length) {
            int end = at + 1 + (packed[at] & 0xff);
            if (end > packed.length) {
                throw new IllegalArgumentException("packed ids end inside an id");
            }
            ids.add(Arrays.copyOfRange(packed, at + 1, end));
            at = end;
        }
        return ids;
    }
}
