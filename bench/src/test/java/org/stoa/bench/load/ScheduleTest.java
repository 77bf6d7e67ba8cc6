package org.stoa.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final long START = 1_000;
    private static final long SLOT = 10_000_000;

    @Test
    void operations_ofAllWorkers_fillOneSlotEach() {
        Schedule first = new Schedule(START, 100, 2, 0, 4);
        Schedule second = new Schedule(START, 100, 2, 1, 4);

        for (int pair = 0; pair < 50; pair++) {
            assertThat((first.next() - START) / SLOT).isEqualTo(2L * pair);
            assertThat((second.next() - START) / SLOT).isEqualTo(2L * pair + 1);
        }
    }

    @Test
    void schedule_withTheSameSeed_isTheSame() {
        assertThat(times(7)).isEqualTo(times(7)).isNotEqualTo(times(8));
    }

    private static long[] times(long seed) {
        Schedule schedule = new Schedule(START, 100, 1, 0, seed);
        return LongStream.generate(schedule::next).limit(20).toArray();
    }
}
