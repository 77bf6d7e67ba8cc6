package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.storage.testing.Logged;

@Timeout(60)
final class RepeaterTest {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final ManualTime time = new ManualTime();
    private final Semaphore begun = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);

    private Repeater start(Runnable task) {
        Repeater repeater = Repeater.start("work", PAUSE, task, TestPlatform.with(time));
        time.awaitParked(1);
        time.advance(PAUSE);
        return repeater;
    }

    private void failAtTheEnd() {
        begun.release();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("nothing is left to work on");
    }

    @Test
    void task_thatIsCutOff_leavesNoError() throws InterruptedException {
        try (Logged logged = Logged.by(Repeater.class)) {
            Repeater repeater = start(this::failAtTheEnd);
            begun.acquire();
            repeater.close();
            end.countDown();

            assertThat(repeater.awaitEnd(PATIENCE)).isTrue();
            assertThat(logged.lines()).containsExactly("DEBUG work was cut off");
        }
    }

    @Test
    void task_thatFails_isAnErrorAndDoneAgain() throws InterruptedException {
        try (Logged logged = Logged.by(Repeater.class)) {
            Repeater repeater = start(this::failAtTheEnd);
            end.countDown();
            begun.acquire();
            time.awaitParked(1);
            time.advance(PAUSE);
            begun.acquire();
            time.awaitParked(1);
            repeater.close();

            assertThat(repeater.awaitEnd(PATIENCE)).isTrue();
            String failed = "ERROR work failed; it is tried again in 5 s";
            assertThat(logged.lines()).containsExactly(failed, failed);
        }
    }
}
