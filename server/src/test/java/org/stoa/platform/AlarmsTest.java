package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AlarmsTest {
    private final AtomicLong nanos = new AtomicLong(-7);
    private final Alarms alarms = new Alarms(nanos::get);

    @Test
    void ring_whenTimeHasPassed_wakesTheThread() throws InterruptedException {
        Thread parked = parked(Duration.ofSeconds(10));

        pass(Duration.ofSeconds(10));
        int early = alarms.ring();
        pass(Duration.ofMillis(200));
        int due = alarms.ring();

        parked.join();
        assertThat(early).isZero();
        assertThat(due).isOne();
    }

    @Test
    void ring_afterALongStandstill_wakesTheThread() throws InterruptedException {
        Thread parked = parked(Duration.ofSeconds(3));

        pass(Duration.ofHours(1));
        int woken = alarms.ring();

        parked.join();
        assertThat(woken).isOne();
    }

    @Test
    void park_longerThanTheSlotsReach_isWokenEarly() throws InterruptedException {
        Thread parked = parked(Duration.ofHours(1));

        pass(Duration.ofSeconds(103));
        int woken = alarms.ring();

        parked.join();
        assertThat(woken).isOne();
    }

    @Test
    void park_whenUnparked_leavesTheList() throws InterruptedException {
        Thread first = parked(Duration.ofSeconds(10));
        Thread second = parked(Duration.ofSeconds(10));
        Thread third = parked(Duration.ofSeconds(10));

        LockSupport.unpark(second);
        second.join();
        LockSupport.unpark(third);
        third.join();
        pass(Duration.ofSeconds(11));
        int woken = alarms.ring();

        first.join();
        assertThat(woken).isOne();
    }

    @Test
    void started_ringsByItself() throws InterruptedException {
        Alarms started = new Alarms(System::nanoTime).start();
        Thread parked = Thread.ofVirtual().start(() -> started.park(this, 1));

        parked.join();

        assertThat(parked.isAlive()).isFalse();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Thread parked(Duration time) {
        Thread thread = Thread.ofVirtual().start(() -> alarms.park(this, time.toNanos()));
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }
}
