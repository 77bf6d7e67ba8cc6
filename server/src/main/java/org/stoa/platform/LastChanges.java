package org.stoa.platform;

import java.util.concurrent.atomic.AtomicLongArray;

/// When something changed last, for any number of things in bounded memory: some share a place, so the answer may be later
/// than the truth, never earlier. One thread writes, any number read without waiting for it.
///
/// To be noted before the frontier moves. What was read in a transaction that sees everything up to a position, then, is
/// still true as long as nothing is noted here above that position.
public final class LastChanges {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final AtomicLongArray positions;
    private final int shift;

    /// Makes one that knows of nothing above a position.
    ///
    /// @param bits logarithm of the number of places (1 to 30), of 8 bytes each
    /// @param start the frontier, or 0 when nothing asks for what is older
    public LastChanges(int bits, long start) {
        this.positions = new AtomicLongArray(1 << bits);
        this.shift = Long.SIZE - bits;
        for (int i = 0; i < positions.length(); i++) {
            positions.setPlain(i, start);
        }
    }

    /// Notes a committed change; called by the commit queue's thread only.
    public void changed(long key, long position) {
        positions.set(place(key), position);
    }

    /// Returns a position above which nothing of the key changed.
    public long last(long key) {
        return positions.get(place(key));
    }

    /// One key of two numbers.
    public static long key(long first, long second) {
        return first * SPREAD + second;
    }

    private int place(long key) {
        return (int) ((key * SPREAD) >>> shift);
    }
}
