package org.stoa.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.storage.StorageException.Kind;

/// What waits to be committed, in the order in which it came. Bounded. Any thread adds; the writer's thread takes.
final class WaitingEntries {
    /// More does not make a flush cheaper per write, and makes the first caller wait for the last.
    static final int MAX_WRITES = 256;

    /// Bytes of rows in one transaction.
    static final long MAX_WEIGHT = 4L << 20;

    /// Each waiting entry has a caller that waits for it, or a room that holds what it made; this is far more than
    /// either should be.
    static final int MAX_WAITING = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(WaitingEntries.class);
    private static final Duration IDLE = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private boolean closed;

    /// Throws CLOSED after the end, and OVERLOADED when too many wait.
    void add(Entry entry) {
        lock.lock();
        try {
            if (closed) {
                throw new StorageException(Kind.CLOSED, "the database is being closed");
            }
            if (entries.size() >= MAX_WAITING) {
                throw new StorageException(
                        Kind.OVERLOADED, MAX_WAITING + " writes wait: the disk is too slow");
            }
            entries.add(entry);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /// Takes no more entries; what waits can still be taken out.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for entries and moves a batch of them; none after a while without any. Returns `false` when closed and
    /// nothing is left.
    boolean take(List<Entry> batch) {
        lock.lock();
        try {
            long left = IDLE.toNanos();
            while (entries.isEmpty() && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            long weight = 0;
            while (!entries.isEmpty() && batch.size() < MAX_WRITES && weight < MAX_WEIGHT) {
                Entry entry = entries.remove();
                weight += entry.weight();
                batch.add(entry);
            }
            return !batch.isEmpty() || !closed;
        } catch (InterruptedException e) {
            LOG.warn("The writer was interrupted and goes on", e);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Waits; returns whether it was closed.
    boolean closedWithin(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException e) {
            LOG.warn("The writer was interrupted and goes on", e);
            return false;
        } finally {
            lock.unlock();
        }
    }
}
