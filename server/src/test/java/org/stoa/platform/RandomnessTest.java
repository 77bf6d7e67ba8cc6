package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RandomnessTest {

    @Test
    void opaque_ofSecureRandomness_neverRepeats() {
        Randomness randomness = Randomness.secure();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(randomness.opaque(22))).isTrue();
        }

        assertThat(seen).allMatch(text -> text.matches("[A-Za-z0-9]{22}"));
    }

    @Test
    void generatorOfATest_repeats() {
        assertThat(Randomness.of(new Random(1)).capitals(10))
                .isEqualTo(Randomness.of(new Random(1)).capitals(10))
                .matches("[A-Z]{10}");
    }

    @Test
    void below_staysBelow() {
        Randomness randomness = Randomness.secure();
        for (int i = 0; i < 1_000; i++) {
            assertThat(randomness.below(3)).isBetween(0L, 2L);
        }
    }
}
