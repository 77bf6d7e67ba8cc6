package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PackedNumbersTest {
    @Test
    void unpack_ofPacked_isTheSame() {
        List<Long> numbers = List.of(0L, 1L, 127L, 128L, 300_000L, 1L << 40, Long.MAX_VALUE);

        assertThat(PackedNumbers.unpack(PackedNumbers.pack(numbers))).isEqualTo(numbers);
    }

    @Test
    void pack_ofNothing_isEmpty() {
        assertThat(PackedNumbers.pack(List.of())).isEmpty();
    }

    @Test
    void unpack_whenCutOff_isRefused() {
        byte[] packed = {(byte) 0x80};

        assertThatThrownBy(() -> PackedNumbers.unpack(packed))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
