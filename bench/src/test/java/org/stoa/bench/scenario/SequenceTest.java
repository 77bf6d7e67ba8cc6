package org.stoa.bench.scenario;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.bench.http.CheckFailed;

final class SequenceTest {
    private static final List<List<String>> SENT = List.of(List.of("a1", "a2"), List.of("b1"));

    private static void check(String... seen) {
        Sequence.check("the room", SENT, List.of(seen));
    }

    @Test
    void messages_interleavedButInOrderOfEachSender_areRight() {
        assertThatCode(() -> check("a1", "b1", "a2")).doesNotThrowAnyException();
    }

    @Test
    void messages_ofOneSenderInAnotherOrder_areWrong() {
        assertThatThrownBy(() -> check("a2", "a1", "b1"))
                .isInstanceOf(CheckFailed.class)
                .hasMessage("the room has a2 before an earlier one");
    }

    @Test
    void message_thatIsMissing_isWrong() {
        assertThatThrownBy(() -> check("a1", "b1"))
                .isInstanceOf(CheckFailed.class)
                .hasMessage("the room has not a2, which was sent");
    }

    @Test
    void message_seenTwice_isWrong() {
        assertThatThrownBy(() -> check("a1", "a2", "b1", "a1"))
                .isInstanceOf(CheckFailed.class)
                .hasMessage("the room has 1 messages twice");
    }

    @Test
    void message_thatNobodySent_isWrong() {
        assertThatThrownBy(() -> check("a1", "a2", "b1", "c1"))
                .isInstanceOf(CheckFailed.class)
                .hasMessage("the room has 4 messages, 3 were sent");
    }
}
