package org.stoa.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rows of one room, or of none, that are committed together or not at all.
///
/// Positions are given by the writer: a row with a position takes the number of a *slot* of its write.
///
/// Immutable once built, but for what its callbacks do.
public final class Write {
    /// Stands for "no position" in a row whose position may be null.
    public static final int NO_SLOT = -1;

    /// @param slot of the write
    record SlotChange(int slot, Change.Target target) {}

    private final @Nullable Basis basis;
    private final int slots;
    private final List<Row> rows;
    private final List<SlotChange> changes;
    private final List<Consumer<Committed>> onCommitted;
    private final List<Runnable> onVisible;
    private final List<Consumer<StorageException>> onFailed;
    private final long weight;

    private Write(Builder builder) {
        this.basis = builder.basis;
        this.slots = builder.slots;
        this.rows = List.copyOf(builder.rows);
        this.changes = List.copyOf(builder.changes);
        this.onCommitted = List.copyOf(builder.onCommitted);
        this.onVisible = List.copyOf(builder.onVisible);
        this.onFailed = List.copyOf(builder.onFailed);
        this.weight = rows.stream().mapToLong(Row::weight).sum();
    }

    /// Starts a write of a room. It fails when an earlier write with the same basis fails.
    public static Builder forRoom(Basis basis) {
        return new Builder(basis);
    }

    /// Starts a write that does not depend on any other that still waits.
    public static Builder builder() {
        return new Builder(null);
    }

    @Nullable Basis basis() {
        return basis;
    }

    int slots() {
        return slots;
    }

    List<Row> rows() {
        return rows;
    }

    List<SlotChange> changes() {
        return changes;
    }

    List<Consumer<Committed>> onCommitted() {
        return onCommitted;
    }

    List<Runnable> onVisible() {
        return onVisible;
    }

    List<Consumer<StorageException>> onFailed() {
        return onFailed;
    }

    long weight() {
        return weight;
    }

    /// Collects the rows of a write. Not thread-safe.
    public static final class Builder {
        private final @Nullable Basis basis;
        private final List<Row> rows = new ArrayList<>();
        private final List<SlotChange> changes = new ArrayList<>();
        private final List<Consumer<Committed>> onCommitted = new ArrayList<>();
        private final List<Runnable> onVisible = new ArrayList<>();
        private final List<Consumer<StorageException>> onFailed = new ArrayList<>();
        private int slots;

        private Builder(@Nullable Basis basis) {
            this.basis = basis;
        }

        /// Takes the next position of this write and returns its slot: 0, 1, 2, ...
        public int position() {
            return slots++;
        }

        /// Adds a row. Of rows with the same key the last one counts.
        public Builder add(Row row) {
            rows.add(row);
            return this;
        }

        /// Says that what stands at a slot concerns a room or a user.
        public Builder changed(int slot, Change.Target target) {
            if (slot < 0 || slot >= slots) {
                throw new IllegalArgumentException("no slot " + slot + " among " + slots);
            }
            changes.add(new SlotChange(slot, target));
            return this;
        }

        /// Calls this on the writer thread after the commit, in the order of positions, before anybody else can see
        /// the rows through the frontier. Must be quick and must not throw.
        public Builder onCommitted(Consumer<Committed> action) {
            onCommitted.add(action);
            return this;
        }

        /// Calls this on the writer thread once the frontier has moved beyond the write, before its caller wakes: for who wakes others
        /// that wait for what was written. Must be quick and must not throw.
        public Builder onVisible(Runnable action) {
            onVisible.add(action);
            return this;
        }

        /// Calls this on the writer thread when the write has failed, in the order of submission. Must be quick and
        /// must not throw.
        public Builder onFailed(Consumer<StorageException> action) {
            onFailed.add(action);
            return this;
        }

        /// Returns the write.
        public Write build() {
            return new Write(this);
        }
    }
}
