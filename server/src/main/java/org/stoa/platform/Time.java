package org.stoa.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/// The only source of time: the wall clock for what people and peers read, `nanoTime` for durations and order of waiting.
///
/// A wall clock may jump; nothing may be ordered or timed by it.
public interface Time extends InstantSource {

    /// Returns a number of nanoseconds that only ever grows; only differences mean anything.
    long nanoTime();

    /// Parks the calling thread until it is unparked, interrupted, or `duration` has passed. May return early for no
    /// reason, as [LockSupport#park(Object)] does: the caller looks again at what it waits for. A thread that parks for seconds may
    /// be up to 200 ms late.
    void park(Object blocker, Duration duration);

    /// Returns the clocks of this machine.
    static Time system() {
        return SystemTime.INSTANCE;
    }

    /// The clocks of this machine.
    enum SystemTime implements Time {
        INSTANCE;

        /// Shorter parks end in time.
        private static final long COARSE_NANOS = 2_000_000_000;

        private static final Alarms ALARMS = new Alarms(System::nanoTime).start();

        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void park(Object blocker, Duration duration) {
            long nanos = duration.toNanos();
            if (nanos < COARSE_NANOS) {
                LockSupport.parkNanos(blocker, nanos);
            } else {
                ALARMS.park(blocker, nanos);
            }
        }
    }
}
