package org.stoa.storage;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Lists of numbers as byte strings: each in groups of 7 bits, the lowest first. How the prev and auth events of an event
/// are kept.
public final class PackedNumbers {
    private PackedNumbers() {}

    /// Packs numbers that are not negative.
    public static byte[] pack(List<Long> numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(numbers.size() * 4);
        for (long number : numbers) {
            long rest = number;
            while (rest > 0x7f) {
                out.write((int) (rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
        }
        return out.toByteArray();
    }

    /// Unpacks what {@link #pack} packed.
    ///
    /// Throws IllegalArgumentException when it ends inside a number.
    public static List<Long> unpack(byte[] packed) {
        List<Long> numbers = new ArrayList<>();
        long number = 0;
        int shift = 0;
        for (byte next : packed) {
            number |= (long) (next & 0x7f) << shift;
            shift += 7;
            if (next >= 0) {
                numbers.add(number);
                number = 0;
                shift = 0;
            }
        }
        if (shift != 0) {
            throw new IllegalArgumentException("packed numbers end inside a number");
        }
        return List.copyOf(numbers);
    }
}
