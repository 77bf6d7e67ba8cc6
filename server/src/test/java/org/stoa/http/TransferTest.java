package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.stoa.platform.ManualTime;

final class TransferTest {
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final ManualTime time = new ManualTime();
    private final Transfer transfer = new Transfer(time);

    @Test
    void answer_thatBeginsAfterAWaitOfTheIdleTime_isNotStuck() {
        time.advance(IDLE);
        transfer.begin();

        assertThat(transfer.isStuckFor(IDLE)).isFalse();
    }

    @Test
    void transfer_thatBeganLongAgo_isStuck() {
        transfer.begin();
        time.advance(Duration.ofSeconds(59));

        assertThat(transfer.isStuckFor(IDLE)).isTrue();
    }

    @Test
    void transfer_thatHasEnded_isNotStuck() {
        transfer.begin();
        transfer.end();
        time.advance(IDLE);

        assertThat(transfer.isStuckFor(IDLE)).isFalse();
    }
}
