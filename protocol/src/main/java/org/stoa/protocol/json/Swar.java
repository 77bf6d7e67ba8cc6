package org.stoa.protocol.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks at eight bytes at once, as numbers in a register, to pass quickly over text that needs no care.
///
/// The tests are exact for bytes below 0x80; [#hasHighBit(long)] says whether they are.
final class Swar {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Swar() {}

    /// Returns the eight bytes from there.
    static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /// Whether any byte is 0x80 or more.
    static boolean hasHighBit(long word) {
        return (word & HIGH_BITS) != 0;
    }

    /// Whether any byte is zero.
    static boolean hasZero(long word) {
        return ((word - ONES) & ~word & HIGH_BITS) != 0;
    }

    /// Whether any byte is this one.
    static boolean has(long word, char value) {
        return hasZero(word ^ (ONES * value));
    }

    /// Whether any byte is a control character, below 0x20.
    static boolean hasControl(long word) {
        return ((word - ONES * 0x20) & ~word & HIGH_BITS) != 0;
    }
}
