package org.stoa.platform.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    @Test
    void streamToken_readAfterWritten_isTheSame() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            StreamToken token =
                    new StreamToken(
                            random.nextLong(1L << 50),
                            random.nextLong(1L << 40),
                            random.nextInt(1_000),
                            random.nextLong(Long.MAX_VALUE),
                            random.nextInt(5));

            assertThat(StreamToken.parse(token.toString())).contains(token);
        }
    }

    @Test
    void streamToken_withAnyCharacterChanged_isRefusedOrAnotherToken() {
        String text = new StreamToken(123_456, 77, 3, 99, 1).toString();
        int accepted = 0;
        for (int at = 3; at < text.length(); at++) {
            char other = text.charAt(at) == 'A' ? 'B' : 'A';
            String damaged = text.substring(0, at) + other + text.substring(at + 1);
            if (StreamToken.parse(damaged).isPresent()) {
                accepted++;
            }
        }

        assertThat(accepted).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s1_", "s1_AA", "s2_AAAA", "t1_5", "s1_%%%", "s1_////////////////"})
    void streamToken_whenMalformed_isEmpty(String text) {
        assertThat(StreamToken.parse(text)).isEmpty();
    }

    @Test
    void timelineToken_readAfterWritten_isTheSame() {
        TimelineToken token = new TimelineToken((1L << 62) + 5);

        assertThat(TimelineToken.parse(token.toString())).contains(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t1_",
                "t1_-5",
                "t1_abc",
                "t1_99999999999999999999",
                "t1_9999999999999999999"
            })
    void timelineToken_whenMalformed_isEmpty(String text) {
        assertThat(TimelineToken.parse(text)).isEmpty();
    }
}
