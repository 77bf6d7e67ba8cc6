package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeapCareTest {
    @ParameterizedTest
    @CsvSource({
        // used, needed after the last collection, in MiB
        "20, 0, false",
        "96, 0, false",
        "97, 0, true",
        "196, 50, false",
        "197, 50, true",
        "3000, 2000, false"
    })
    void oldGeneration_farLargerThanAfterTheLastCollection_isMostlyGarbage(
            long used, long needed, boolean expected) {
        boolean garbage = HeapCare.isMostlyGarbage(used << 20, needed << 20);

        assertThat(garbage).isEqualTo(expected);
    }
}
