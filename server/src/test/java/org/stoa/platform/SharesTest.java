package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharesTest {
    private final Shares<String> shares = new Shares<>(2);

    @Test
    void key_withoutAPlaceLeft_getsNone() {
        assertThat(shares.tryTake("a")).isTrue();
        assertThat(shares.tryTake("a")).isTrue();

        assertThat(shares.tryTake("a")).isFalse();
        assertThat(shares.tryTake("b")).isTrue();
    }

    @Test
    void place_thatIsGivenBack_isTakenAgain() {
        shares.tryTake("a");
        shares.tryTake("a");

        shares.giveBack("a");

        assertThat(shares.tryTake("a")).isTrue();
        assertThat(shares.tryTake("a")).isFalse();
    }
}
