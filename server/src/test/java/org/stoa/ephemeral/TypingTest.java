package org.stoa.ephemeral;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.platform.ManualTime;

final class TypingTest {
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final ManualTime time = new ManualTime();
    private final EphemeralCounter counter = new EphemeralCounter();
    private final Typing typing = new Typing(time, counter);

    @Test
    void start_severalUsers_listsThemInOrder() {
        typing.start(1, 20, HALF_A_MINUTE);
        typing.start(1, 10, HALF_A_MINUTE);

        assertThat(typing.users(1)).containsExactly(20L, 10L);
    }

    @Test
    void start_again_isNoChange() {
        typing.start(1, 20, HALF_A_MINUTE);
        long before = counter.last();

        typing.start(1, 20, HALF_A_MINUTE);

        assertThat(counter.last()).isEqualTo(before);
    }

    @Test
    void changedRooms_changesInTheRange_areTold() {
        typing.start(1, 20, HALF_A_MINUTE);
        long before = counter.last();
        typing.start(2, 20, HALF_A_MINUTE);
        typing.start(3, 20, HALF_A_MINUTE);
        typing.stop(2, 20);

        assertThat(typing.changedRooms(before, counter.last())).containsExactly(3L, 2L);
        assertThat(typing.changedRooms(counter.last(), counter.last())).isEmpty();
    }

    @Test
    void expire_whenTheTimeIsOver_forgetsAndTells() {
        List<Long> told = new ArrayList<>();
        typing.start(1, 20, HALF_A_MINUTE);
        typing.start(2, 20, Duration.ofSeconds(60));
        typing.listen(told::add);
        time.advance(HALF_A_MINUTE);

        Duration next = typing.expire();

        assertThat(typing.users(1)).isEmpty();
        assertThat(typing.users(2)).containsExactly(20L);
        assertThat(told).containsExactly(1L);
        assertThat(next).isEqualTo(HALF_A_MINUTE);
    }

    @Test
    void start_beforeTheTimeIsOver_prolongsIt() {
        typing.start(1, 20, HALF_A_MINUTE);
        time.advance(Duration.ofSeconds(20));
        typing.start(1, 20, HALF_A_MINUTE);
        time.advance(Duration.ofSeconds(20));

        var _ = typing.expire();

        assertThat(typing.users(1)).containsExactly(20L);
    }

    @Test
    void expiry_runsByItself() {
        typing.start(1, 20, HALF_A_MINUTE);
        try (TypingExpiry expiry = new TypingExpiry(typing, time)) {
            assertThat(expiry).isNotNull();
            time.awaitParked(1);

            time.advance(HALF_A_MINUTE);

            awaitNobody();
        }
    }

    private void awaitNobody() {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!typing.users(1).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
