package org.stoa.rooms.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;

final class ForksTest {
    private static final StateRef END = new StateRef(1, 1);
    private static final StateMap STATE = StateMap.EMPTY.with(1, 10, 1);

    @Test
    void state_thatIsAskedForAgainAndAgain_isKept() {
        Forks forks = new Forks();
        make(forks, END);

        for (int version = 2; version < 200; version++) {
            make(forks, new StateRef(2, version));
            assertThat(forks.fork().state(END)).contains(STATE);
            forks.committed();
        }
    }

    @Test
    void state_thatNobodyAskedForSince_isForgotten() {
        Forks forks = new Forks();
        make(forks, END);

        for (int version = 2; version < 200; version++) {
            make(forks, new StateRef(2, version));
            forks.committed();
        }

        assertThat(forks.state(END)).isEmpty();
    }

    @Test
    void stateOfWritesUnderWay_isKeptHoweverManyThereAre() {
        Forks forks = new Forks();
        for (int version = 1; version < 200; version++) {
            make(forks, new StateRef(1, version));
        }

        assertThat(forks.state(END)).contains(STATE);
    }

    @Test
    void stateThatWasRead_byAnUpdateThatIsGivenUp_isForgotten() {
        Forks forks = new Forks();

        forks.fork().read(END, STATE);

        assertThat(forks.state(END)).isEmpty();
    }

    private static void make(Forks forks, StateRef ref) {
        Forks update = forks.fork();
        update.made(ref, new Forks.Step(1, 10), STATE);
        forks.add(update);
    }
}
