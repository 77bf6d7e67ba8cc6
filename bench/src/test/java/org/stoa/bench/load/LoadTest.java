package org.stoa.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stoa.bench.http.CheckFailed;
import org.stoa.bench.measure.Meter;

final class LoadTest {
    private static final Duration STALL = Duration.ofMillis(400);
    private static final Pace OPEN = Pace.open(Duration.ZERO, Duration.ofMillis(400), 100);

    private final Progress progress = new Progress(new PrintWriter(Writer.nullWriter()));
    private final Load load =
            new Load(new Meter(OptionalLong.empty(), Optional.empty()), progress, 4);

    @AfterEach
    void close() {
        progress.close();
    }

    /// An operation that takes no time, but for the first one.
    private static Workers.Action stallingOnce() {
        AtomicBoolean stalled = new AtomicBoolean();
        return _ -> {
            if (stalled.compareAndSet(false, true)) {
                Load.waitUntil(System.nanoTime() + STALL.toNanos());
            }
        };
    }

    @Test
    void openLoop_whenTheServerStalls_countsTheWaitOfThoseThatCameMeanwhile() throws Exception {
        Load.Measured measured = load.run(1, OPEN, stallingOnce());

        // They were meant to begin one after the other during the stall, so half of them waited for
        // half of it or longer.
        assertThat(measured.operations() + measured.missed()).isEqualTo(40);
        assertThat(measured.latencies().millis(0.5)).isGreaterThan(STALL.toMillis() / 4.0);
    }

    @Test
    void closedLoop_whenTheServerStalls_seesOneLongOperation() throws Exception {
        Pace pace = Pace.closed(Duration.ZERO, STALL.multipliedBy(2));

        Load.Measured measured = load.run(1, pace, stallingOnce());

        assertThat(measured.latencies().millis(1))
                .isGreaterThanOrEqualTo((double) STALL.toMillis());
        assertThat(measured.latencies().millis(0.5)).isLessThan(measured.latencies().millis(1));
    }

    @Test
    void load_duringWarmUp_isNotMeasured() throws Exception {
        Pace pace = Pace.open(Duration.ofMillis(100), Duration.ofMillis(100), 100);

        Load.Measured measured = load.run(1, pace, _ -> {});

        assertThat(measured.operations() + measured.missed()).isEqualTo(10);
    }

    @Test
    void load_whenAnOperationFails_fails() {
        Workers.Action failing =
                _ -> {
                    throw new CheckFailed("not right");
                };

        assertThatThrownBy(() -> load.run(3, OPEN, failing))
                .isInstanceOf(CheckFailed.class)
                .hasMessage("not right");
    }
}
