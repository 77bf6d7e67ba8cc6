package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WorkersTest {

    @Test
    void tasks_moreThanAllowedAtOnce_waitForOneAnother() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(5);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Workers workers = new Workers("test", 2, 3)) {
            for (int i = 0; i < 5; i++) {
                workers.run(
                        () -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            awaitQuietly(release);
                            running.decrementAndGet();
                            done.countDown();
                        });
            }
            assertThat(workers.tryRun(() -> {})).isFalse();
            release.countDown();

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(most.get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void task_afterOneThatThrew_runs() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Workers workers = new Workers("test", 1, 1)) {
            workers.run(
                    () -> {
                        throw new IllegalStateException("expected by the test");
                    });
            workers.run(done::countDown);

            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tryRun_afterClose_isRefused() {
        Workers workers = new Workers("test", 1, 1);
        workers.close();

        assertThat(workers.tryRun(() -> {})).isFalse();
    }

    @Test
    void repeater_runsAfterEachPause_untilTheProcessEnds() throws Exception {
        ManualTime time = new ManualTime();
        Platform platform = TestPlatform.with(time);
        Semaphore runs = new Semaphore(0);
        Repeater repeater =
                Repeater.start(
                        "test",
                        Duration.ofSeconds(5),
                        () -> {
                            runs.release();
                            throw new IllegalStateException("expected by the test");
                        },
                        platform);
        for (int i = 0; i < 2; i++) {
            time.awaitParked(1);
            assertThat(runs.tryAcquire()).isFalse();
            time.advance(Duration.ofSeconds(5));
            assertThat(runs.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }

        platform.shutdown().begin();

        assertThat(repeater.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
