package org.stoa.rooms.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.state.StateAfter;
import org.stoa.rooms.state.StateRef;

final class ManyEndsTest {
    private static final ServerName HOSTILE = ServerName.parse("hostile.example");
    private static final ServerName OTHER = ServerName.parse("other.example");

    private static StateAfter after(long event) {
        return new StateAfter(new StateRef(1, 1), event, event);
    }

    @Test
    void states_thatAreFew_areAllTaken() {
        ManyEnds ends = new ManyEnds();
        List<StateAfter> all = new ArrayList<>();
        for (long event = 1; event <= ManyEnds.MAX; event++) {
            all.add(after(event));
            ends.add(HOSTILE, after(event));
            ends.add(HOSTILE, after(event));
        }

        assertThat(ends.chosen()).containsExactlyElementsOf(all);
    }

    @Test
    void states_thatAreVeryMany_areChosenSoThatEachServerHasItsNewest() {
        ManyEnds ends = new ManyEnds();
        for (long event = 20_000; event > 10; event--) {
            ends.add(HOSTILE, after(event));
        }
        ends.add(OTHER, after(5));
        ends.add(OTHER, after(4));

        assertThat(ends.chosen()).hasSize(ManyEnds.MAX);
        assertThat(ends.chosen())
                .contains(after(20_000), after(19_999), after(5))
                .doesNotContain(after(4));
    }
}
