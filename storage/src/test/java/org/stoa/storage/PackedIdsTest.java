package org.stoa.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PackedIdsTest {
    @Test
    void ids_packedAndUnpacked_areTheSame() {
        List<byte[]> ids = List.of(new byte[32], new byte[0], new byte[255], new byte[] {1, 2});

        List<byte[]> unpacked = PackedIds.unpack(PackedIds.pack(ids));

        assertThat(unpacked).hasSize(4);
        for (int i = 0; i < ids.size(); i++) {
            assertThat(unpacked.get(i)).isEqualTo(ids.get(i));
        }
    }

    @Test
    void id_thatIsTooLong_isRefused() {
        assertThatThrownBy(() -> PackedIds.pack(List.of(new byte[256])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_thatEndInsideAnId_areRefused() {
        assertThatThrownBy(() -> PackedIds.unpack(new byte[] {3, 1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
