package org.stoa.storage;

import org.jspecify.annotations.Nullable;

/// Collects the values of one row, in the order of its kind's columns.
public final class Cells {
    private final @Nullable Object[] values;
    private final Committed positions;
    private int next;

    Cells(int size, Committed positions) {
        this.values = new @Nullable Object[size];
        this.positions = positions;
    }

    /// Adds a number.
    public Cells number(long value) {
        return add(value);
    }

    /// Adds a number or null.
    public Cells number(@Nullable Long value) {
        return add(value);
    }

    /// Adds 1 or 0.
    public Cells flag(boolean value) {
        return add(value ? 1L : 0L);
    }

    /// Adds a text or null.
    public Cells text(@Nullable String value) {
        return add(value);
    }

    /// Adds a byte string or null. The array must not change any more.
    public Cells bytes(byte @Nullable [] value) {
        return add(value);
    }

    /// Adds the position of a slot of the write, or null for [Write#NO_SLOT].
    public Cells position(int slot) {
        return add(slot == Write.NO_SLOT ? null : positions.at(slot).value());
    }

    private Cells add(@Nullable Object value) {
        values[next++] = value;
        return this;
    }

    @Nullable Object[] values() {
        if (next != values.length) {
            throw new IllegalStateException(next + " cells for " + values.length + " columns");
        }
        return values;
    }
}
