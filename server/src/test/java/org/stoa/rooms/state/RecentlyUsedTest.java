package org.stoa.rooms.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RecentlyUsedTest {
    /// Strings weigh as much as they are long.
    private final RecentlyUsed<Integer, String> kept = new RecentlyUsed<>(10, String::length);

    @Test
    void put_whatDoesNotFit_letsGoOfWhatWasUsedLongestAgo() {
        kept.put(1, "aaaa");
        kept.put(2, "bbbb");
        assertThat(kept.get(1)).contains("aaaa");

        kept.put(3, "cccc");

        assertThat(kept.get(2)).isEmpty();
        assertThat(kept.get(1)).contains("aaaa");
        assertThat(kept.get(3)).contains("cccc");
    }

    @Test
    void put_whatIsTooLargeForAll_isKeptUntilTheNextIsUsed() {
        kept.put(1, "a");
        for (int used = 0; used < 100; used++) {
            assertThat(kept.get(1)).isPresent();
        }

        kept.put(2, "b".repeat(20));

        assertThat(kept.get(1)).isEmpty();
        assertThat(kept.get(2)).isPresent();
        kept.put(3, "c");
        assertThat(kept.get(2)).isEmpty();
        assertThat(kept.get(3)).contains("c");
    }

    @Test
    void put_again_weighsItAnew() {
        kept.put(1, "aa");
        kept.put(2, "bb");

        kept.put(1, "a".repeat(8));
        assertThat(kept.get(2)).contains("bb");
        kept.put(1, "a".repeat(9));

        assertThat(kept.get(2)).isEmpty();
        assertThat(kept.get(1)).isPresent();
    }

    @Test
    void put_withoutRoomForAnything_keepsNothing() {
        RecentlyUsed<Integer, String> nothing = new RecentlyUsed<>(0, String::length);

        nothing.put(1, "a");

        assertThat(nothing.get(1)).isEmpty();
    }
}
