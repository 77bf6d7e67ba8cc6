package org.stoa.platform;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// A set of numbers above 0 in one array, since there is one per room and each may hold thousands. Not thread-safe.
public final class LongHashSet {
    private static final int SMALLEST = 8;
    private static final long FREE = 0;

    private long[] slots = new long[SMALLEST];
    private int size;

    /// Adds a number above 0; returns whether it was new.
    public boolean add(long value) {
        if (value <= 0) {
            throw new IllegalArgumentException("A number above 0 is needed: " + value);
        }
        int at = find(value);
        if (slots[at] == value) {
            return false;
        }
        slots[at] = value;
        size++;
        if (size * 4 > slots.length * 3) {
            resize(slots.length * 2);
        }
        return true;
    }

    boolean remove(long value) {
        int at = find(value);
        if (value <= 0 || slots[at] != value) {
            return false;
        }
        slots[at] = FREE;
        size--;
        closeGap(at);
        if (slots.length > SMALLEST && size * 8 < slots.length) {
            resize(slots.length / 2);
        }
        return true;
    }

    /// Whether it holds the number.
    public boolean contains(long value) {
        return value > 0 && slots[find(value)] == value;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// How many numbers it holds.
    public int size() {
        return size;
    }

    void forEach(LongConsumer consumer) {
        for (long value : slots) {
            if (value != FREE) {
                consumer.accept(value);
            }
        }
    }

    long[] toArray() {
        return Arrays.stream(slots).filter(value -> value != FREE).toArray();
    }

    /// Returns where the value is, or else the free slot where it would go.
    private int find(long value) {
        int at = home(value);
        while (slots[at] != FREE && slots[at] != value) {
            at = next(at);
        }
        return at;
    }

    private int next(int at) {
        return (at + 1) & (slots.length - 1);
    }

    private int home(long value) {
        return (int) ((value * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
    }

    /// Moves back what had to go further because the slot was taken, so that no search ends at the gap too early.
    private void closeGap(int gap) {
        int at = gap;
        while (true) {
            at = next(at);
            if (slots[at] == FREE) {
                return;
            }
            int distance = (at - home(slots[at])) & (slots.length - 1);
            if (distance >= ((at - gap) & (slots.length - 1))) {
                slots[gap] = slots[at];
                slots[at] = FREE;
                gap = at;
            }
        }
    }

    private void resize(int length) {
        long[] old = slots;
        slots = new long[length];
        for (long value : old) {
            if (value != FREE) {
                slots[find(value)] = value;
            }
        }
    }
}
