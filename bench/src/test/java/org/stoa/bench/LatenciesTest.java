package org.stoa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LatenciesTest {
    @Test
    void millisAt_ofOneToAHundred_isThePercentile() {
        long[] nanos = new long[101];
        for (int i = 0; i <= 100; i++) {
            nanos[i] = (100 - i) * 1_000_000L;
        }

        Latencies latencies = new Latencies(nanos);

        assertThat(latencies.millisAt(0)).isZero();
        assertThat(latencies.millisAt(0.5)).isEqualTo(50);
        assertThat(latencies.millisAt(0.99)).isEqualTo(99);
        assertThat(latencies.millisAt(1)).isEqualTo(100);
    }

    @Test
    void millisAt_ofNothing_isZero() {
        assertThat(new Latencies(new long[0]).millisAt(0.5)).isZero();
    }
}
