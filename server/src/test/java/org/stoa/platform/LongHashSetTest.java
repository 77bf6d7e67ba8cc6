package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LongHashSetTest {

    @Test
    void set_afterManyRandomSteps_holdsWhatASetWouldHold() {
        Random random = new Random(7);
        LongHashSet set = new LongHashSet();
        Set<Long> model = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            long value = 1L + random.nextInt(i < 100_000 ? 3_000 : 40);
            if (random.nextInt(5) < 2) {
                assertThat(set.add(value)).isEqualTo(model.add(value));
            } else {
                assertThat(set.remove(value)).isEqualTo(model.remove(value));
            }
        }

        assertThat(set.toArray())
                .containsExactlyInAnyOrder(model.stream().mapToLong(Long::longValue).toArray());
        assertThat(set.size()).isEqualTo(model.size());
        model.forEach(value -> assertThat(set.contains(value)).isTrue());
    }

    @Test
    void add_ofZero_isRefused() {
        assertThatThrownBy(() -> new LongHashSet().add(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
