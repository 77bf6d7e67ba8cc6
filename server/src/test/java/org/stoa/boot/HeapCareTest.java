package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeapCareTest {
    @ParameterizedTest
    @CsvSource({
        // used, needed after the last collection, in MiB
        "20, 0, false",
        "48, 0, false",
        "49, 0, true",
        "123, 50, false",
        "124, 50, true",
        "4000, 2000, false",
        "4001, 2000, true"
    })
    void oldGeneration_farLargerThanAfterTheLastCollection_isMostlyGarbage(
            long used, long needed, boolean expected) {
        boolean garbage = HeapCare.isMostlyGarbage(used << 20, needed << 20);

        assertThat(garbage).isEqualTo(expected);
    }
}
