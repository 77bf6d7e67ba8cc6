package org.stoa.platform;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Wakes threads that park for seconds, up to 200 ms late. Thread-safe.
///
/// A virtual thread that parks for a time has the JDK wake its timer thread when it parks, and again when it is unparked
/// before. Requests that wait for news do that with each message, and nearly always something else ends their wait. To park
/// here is to enter a list, and to leave it.
final class Alarms {
    private static final long TICK_NANOS = 100_000_000;

    /// 102 seconds: who parks for longer is woken early and parks again.
    private static final int SLOTS = 1024;

    private final LongSupplier nanoTime;
    private final long origin;
    private final Slot[] slots = new Slot[SLOTS];
    private final AtomicInteger parked = new AtomicInteger();
    private final Thread ticker = Thread.ofPlatform().daemon().name("alarms").unstarted(this::tick);

    /// The last tick whose threads were woken.
    private volatile long rung;

    /// Creates one that nobody rings.
    Alarms(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        for (int slot = 0; slot < SLOTS; slot++) {
            slots[slot] = new Slot();
        }
    }

    /// Rings from now on as time goes by.
    Alarms start() {
        ticker.start();
        return this;
    }

    /// Parks the calling thread until it is unparked, interrupted, or the time has passed; may return early for no reason.
    void park(Object blocker, long nanos) {
        long ticks = Math.min(nanos / TICK_NANOS + 2, SLOTS - 1);
        long due = now() + ticks;
        Alarm alarm = new Alarm(Thread.currentThread(), due);
        Slot slot = slot(due);
        slot.add(alarm);
        if (parked.getAndIncrement() == 0) {
            LockSupport.unpark(ticker);
        }
        try {
            // Else it was rung before the alarm was in the list.
            if (rung < due) {
                LockSupport.park(blocker);
            }
        } finally {
            parked.decrementAndGet();
            slot.remove(alarm);
        }
    }

    /// Wakes the threads whose time has passed; returns how many.
    int ring() {
        long now = now();
        long first = Math.max(rung + 1, now - SLOTS + 1);
        rung = now;
        int woken = 0;
        for (long tick = first; tick <= now; tick++) {
            woken += slot(tick).wake(now);
        }
        return woken;
    }

    private long now() {
        return (nanoTime.getAsLong() - origin) / TICK_NANOS;
    }

    private Slot slot(long tick) {
        return slots[(int) (tick % SLOTS)];
    }

    private void tick() {
        while (true) {
            if (parked.get() == 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TICK_NANOS);
            }
            int _ = ring();
        }
    }

    /// A thread that is to be woken, in the list of its slot.
    private static final class Alarm {
        private final Thread thread;
        private final long due;
        private @Nullable Alarm previous;
        private @Nullable Alarm next;

        Alarm(Thread thread, long due) {
            this.thread = thread;
            this.due = due;
        }
    }

    /// Those whose alarms are due at the same tick, or whole turns of the slots apart.
    private static final class Slot {
        private @Nullable Alarm first;

        synchronized void add(Alarm alarm) {
            Alarm second = first;
            alarm.next = second;
            if (second != null) {
                second.previous = alarm;
            }
            first = alarm;
        }

        synchronized void remove(Alarm alarm) {
            Alarm before = alarm.previous;
            Alarm after = alarm.next;
            if (before == null) {
                first = after;
            } else {
                before.next = after;
            }
            if (after != null) {
                after.previous = before;
            }
        }

        synchronized int wake(long now) {
            int woken = 0;
            for (Alarm alarm = first; alarm != null; alarm = alarm.next) {
                if (alarm.due <= now) {
                    LockSupport.unpark(alarm.thread);
                    woken++;
                }
            }
            return woken;
        }
    }
}
