package org.stoa.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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

    @Test
    void whoWaitsForAPlace_getsTheOneThatIsGivenBack() throws InterruptedException {
        shares.tryTake("a");
        shares.tryTake("a");
        CountDownLatch taken = new CountDownLatch(1);
        Thread waiting = Thread.ofVirtual().start(() -> takeThen(taken));

        assertThat(shares.tryTake("a")).isFalse();
        assertThat(taken.getCount()).isEqualTo(1);
        shares.giveBack("a");

        taken.await();
        waiting.join();
        assertThat(shares.tryTake("a")).isFalse();
    }

    private void takeThen(CountDownLatch taken) {
        try {
            shares.take("a");
            taken.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
