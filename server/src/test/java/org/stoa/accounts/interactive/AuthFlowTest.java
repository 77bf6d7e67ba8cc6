package org.stoa.accounts.interactive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AuthFlowTest {

    private final AuthFlow flow = AuthFlow.of("a", "b");

    @Test
    void flow_whenAllStagesAreCompleted_isCompleted() {
        assertThat(flow.isCompletedBy(List.of("a", "b"))).isTrue();
        assertThat(flow.isCompletedBy(List.of("a"))).isFalse();
    }

    @Test
    void stage_whenEarlierOnesAreCompleted_isNext() {
        assertThat(flow.continuesWith(List.of("a"), "b")).isTrue();
        assertThat(flow.continuesWith(List.of(), "a")).isTrue();
    }

    @Test
    void stage_whenEarlierOnesAreMissing_isNotNext() {
        assertThat(flow.continuesWith(List.of(), "b")).isFalse();
        assertThat(flow.continuesWith(List.of("a"), "c")).isFalse();
    }
}
