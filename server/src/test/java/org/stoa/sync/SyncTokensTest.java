package org.stoa.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.error.MatrixException;
import org.stoa.sync.SyncTokens.Start;

final class SyncTokensTest {
    private static final SyncTokens TOKENS = new SyncTokens(7, 1);

    @Test
    void start_ownToken_continuesThere() {
        assertThat(TOKENS.start(Optional.of(TOKENS.token(50, 3)), 60)).isEqualTo(new Start(50, 3));
    }

    @Test
    void start_withoutToken_beginsAnew() {
        assertThat(TOKENS.start(Optional.empty(), 60).isAnew()).isTrue();
    }

    @Test
    void start_tokenOfAnotherGeneration_beginsAnew() {
        String foreign = new SyncTokens(7, 2).token(50, 3);

        assertThat(TOKENS.start(Optional.of(foreign), 60)).isEqualTo(Start.ANEW);
    }

    @Test
    void start_tokenFromBeyondTheFrontier_beginsAnew() {
        assertThat(TOKENS.start(Optional.of(TOKENS.token(61, 3)), 60)).isEqualTo(Start.ANEW);
    }

    @Test
    void start_tokenOfAnEarlierProcess_hearsOfAllWhoType() {
        String earlier = new SyncTokens(6, 1).token(50, 3);

        assertThat(TOKENS.start(Optional.of(earlier), 60)).isEqualTo(new Start(50, 0));
    }

    @Test
    void start_malformedToken_isRefused() {
        assertThatThrownBy(() -> TOKENS.start(Optional.of("s72594_4483_1934"), 60))
                .isInstanceOf(MatrixException.class)
                .hasMessageContaining("token");
    }
}
