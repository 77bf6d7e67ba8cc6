package org.stoa.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LatenciesTest {
    private static final double THREE_DIGITS = 0.1;

    @Test
    void percentiles_ofOneToHundredMillis_areThoseMillis() {
        Latencies latencies = new Latencies();
        for (int millis = 1; millis <= 100; millis++) {
            latencies.add(millis * 1_000_000L);
        }

        assertThat(latencies.count()).isEqualTo(100);
        assertThat(latencies.millis(0.5)).isCloseTo(50, within(THREE_DIGITS));
        assertThat(latencies.millis(0.99)).isCloseTo(99, within(THREE_DIGITS));
        assertThat(latencies.millis(1)).isCloseTo(100, within(THREE_DIGITS));
    }

    @Test
    void percentiles_ofNothing_areZero() {
        assertThat(new Latencies().millis(0.99)).isZero();
    }

    @Test
    void adding_othersDurations_countsBoth() {
        Latencies one = new Latencies();
        one.add(1_000_000);
        Latencies other = new Latencies();
        other.add(9_000_000);

        one.add(other);

        assertThat(one.count()).isEqualTo(2);
        assertThat(one.millis(1)).isCloseTo(9, within(THREE_DIGITS));
    }
}
