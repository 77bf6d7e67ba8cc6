package org.stoa.rooms.resolve;

import java.util.List;
import java.util.Optional;
import org.stoa.rooms.head.Forks;
import org.stoa.rooms.head.RoomSnapshot;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.state.StateAfter;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.StateRepository.Entry;

/// Stored states as the writer of a room sees them: also those whose write is not committed yet. Only for the holder of the
/// room's lock.
public final class KnownStates {
    /// A state with more entries of its own is not kept in memory with its room: 48 bytes each.
    private static final int MOST_OWN = 10_000;

    private final Database database;
    private final States states;

    /// Creates it.
    public KnownStates(Database database, States states) {
        this.database = database;
        this.states = states;
    }

    /// The whole state. What is read is kept for the events that follow, and made of the parts of the current state, so that what is
    /// done with states costs what differs between them, and not what they have.
    public StateMap whole(RoomUpdate update, StateRef ref) {
        return inMemory(update, ref).orElseGet(() -> read(update, ref));
    }

    private StateMap read(RoomUpdate update, StateRef ref) {
        StateMap current = update.head().state();
        StateMap state = database.read(tx -> states.all(tx, ref)).sharing(current);
        if (state.entriesBeside(current) <= MOST_OWN) {
            update.forks().read(ref, state);
        }
        return state;
    }

    /// The whole state after an event.
    public StateMap whole(RoomUpdate update, StateAfter after) {
        return after.on(whole(update, after.before()));
    }

    /// The event that holds a key; 0 when it is absent.
    public long one(RoomUpdate update, StateRef ref, long stateKey) {
        return inMemory(update, ref)
                .map(state -> state.event(stateKey))
                .orElseGet(() -> database.read(tx -> states.one(tx, ref, stateKey)));
    }

    /// The same state as a stored one, when the version after its base is just that.
    public StateAfter simplified(RoomUpdate update, StateAfter after) {
        if (after.isStored()) {
            return after;
        }
        StateRef next = new StateRef(after.before().line(), after.before().version() + 1);
        Forks.Step own = new Forks.Step(after.stateKey(), after.event());
        boolean isNext =
                update.forks().step(next).map(own::equals).orElseGet(() -> isStoredAs(next, own));
        return isNext ? StateAfter.of(next) : after;
    }

    private boolean isStoredAs(StateRef ref, Forks.Step step) {
        List<Entry> entries =
                database.read(tx -> states.repository().setBy(tx, ref.line(), ref.version(), 2));
        return entries.size() == 1
                && entries.getFirst().stateKey() == step.stateKey()
                && entries.getFirst().event() == step.event();
    }

    private static Optional<StateMap> inMemory(RoomUpdate update, StateRef ref) {
        if (ref.equals(update.head().stateRef())) {
            return Optional.of(update.head().state());
        }
        Optional<StateMap> made = update.forks().state(ref);
        return made.isPresent()
                ? made
                : update.room().visibleWith(ref).map(RoomSnapshot::head).map(head -> head.state());
    }
}
