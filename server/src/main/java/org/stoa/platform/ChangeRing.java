package org.stoa.platform;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.stoa.storage.Change;

/// The last changes of one lane, in order of position. One thread writes, any number read without waiting for it: a reader
/// checks afterwards whether the writer has come around to what was read.
final class ChangeRing {
    /// A few minutes of a busy server; 1 MiB.
    static final int SIZE = 65_536;

    private final AtomicLongArray positions = new AtomicLongArray(SIZE);
    private final AtomicLongArray targets = new AtomicLongArray(SIZE);

    /// How many changes the writer has begun, and finished, to write; the same except while it writes.
    private volatile long begun;

    private volatile long finished;

    /// Everything after this position is here, until it was overwritten.
    private volatile long start = Long.MAX_VALUE;

    /// Says that nothing after `position` has been missed. Before the first change only.
    void startAt(long position) {
        if (finished == 0) {
            start = position;
        }
    }

    void add(long position, Change.Target target) {
        long at = finished;
        if (at == 0 && start == Long.MAX_VALUE) {
            start = position - 1;
        }
        begun = at + 1;
        positions.set(slot(at), position);
        targets.set(slot(at), pack(target));
        finished = at + 1;
    }

    /// Returns what changed after `from` and up to `to`; empty when `from` is further back than the ring reaches.
    Optional<ChangedTargets> between(long from, long to) {
        long end = finished;
        long oldest = Math.max(0, end - SIZE);
        if (from < start || (oldest > 0 && positions.get(slot(oldest)) > from)) {
            // The oldest that is left comes after `from`: whether one between them is lost cannot
            // be told.
            return Optional.empty();
        }
        long first = firstAfter(from, oldest, end);
        long last = firstAfter(to, first, end);
        long[] found = new long[(int) (last - first)];
        for (int i = 0; i < found.length; i++) {
            found[i] = targets.get(slot(first + i));
        }
        boolean overtaken = begun - SIZE > first;
        return overtaken ? Optional.empty() : Optional.of(new ChangedTargets(found));
    }

    /// A slot that is overwritten meanwhile holds a later position, which makes the result too small, never too large.
    private long firstAfter(long position, long low, long high) {
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (positions.get(slot(middle)) > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int slot(long index) {
        return (int) (index & (SIZE - 1));
    }

    /// Numbers of rooms are even, those of users odd.
    private static long pack(Change.Target target) {
        return switch (target) {
            case Change.Room(long nid) -> nid << 1;
            case Change.User(long nid) -> (nid << 1) | 1;
        };
    }
}
