package org.stoa.rooms.resolve;

import java.util.ArrayList;
import java.util.List;
import org.stoa.rooms.head.Forks;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.Nids;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.StateRepository;
import org.stoa.storage.rows.StateEntryRow;
import org.stoa.storage.rows.StateLineRow;

/// Stores states that are on no line yet: as one more version of a line beside the main one, or as a new line that inherits
/// from the nearest state and has only what differs. Only for the holder of the room's lock.
///
/// Versions go on counting from the parent's, so an entry that a line inherits is older than the line, and can be told from
/// its own by its version alone. A key that is absent, but is in the parent, has an entry with event 0.
public final class ForkLines {
    /// How many lines may be above one.
    private static final int MAX_DEPTH = 4;

    /// A line of more versions is not continued, since nothing copies it to a shorter one.
    private static final int MAX_VERSIONS = 1_000;

    private final Database database;
    private final States states;
    private final KnownStates known;

    /// Creates it.
    public ForkLines(Database database, States states, KnownStates known) {
        this.database = database;
        this.states = states;
        this.known = known;
    }

    /// A key with the event that it is to have; 0 for none.
    private record Difference(long stateKey, long event) {}

    /// Stores a state and returns where.
    ///
    /// @param nearest a stored state that differs from it in few keys
    /// @param nearestState the same as a map
    public StateRef store(
            RoomUpdate update, StateMap state, StateRef nearest, StateMap nearestState) {
        List<Difference> differences = differences(state, nearestState);
        if (differences.isEmpty()) {
            return nearest;
        }
        Forks.Line line = line(update, nearest.line());
        boolean continues =
                line.depth() > 0
                        && line.tip() == nearest.version()
                        && line.tip() - line.parent().version() < MAX_VERSIONS
                        && differences.stream()
                                .noneMatch(each -> isHidden(update, line, nearestState, each));
        if (continues) {
            return append(update, line, nearestState, differences);
        }
        if (line.depth() < MAX_DEPTH) {
            return branch(update, nearest, line.depth() + 1, nearestState, differences);
        }
        StateRef root = root(update, line);
        StateMap rootState = known.whole(update, root);
        List<Difference> all = differences(state, rootState);
        return all.isEmpty() ? root : branch(update, root, 1, rootState, all);
    }

    private static List<Difference> differences(StateMap state, StateMap from) {
        List<Difference> differences = new ArrayList<>();
        state.forEachDifference(
                from, (key, wanted, there) -> differences.add(new Difference(key, wanted)));
        return differences;
    }

    /// Whether a key that is absent may have an entry with event 0 on the line, which a map does not tell.
    private boolean isHidden(
            RoomUpdate update, Forks.Line line, StateMap state, Difference difference) {
        return state.event(difference.stateKey()) == 0
                && known.one(update, line.parent(), difference.stateKey()) != 0;
    }

    private static StateRef append(
            RoomUpdate update, Forks.Line line, StateMap from, List<Difference> differences) {
        long version = line.tip() + 1;
        for (Difference difference : differences) {
            long key = difference.stateKey();
            boolean isOwn = from.event(key) != 0 && from.fromVersion(key) > line.parent().version();
            if (isOwn) {
                update.write()
                        .add(
                                new StateEntryRow(
                                        line.line(),
                                        key,
                                        from.fromVersion(key),
                                        version,
                                        from.event(key)));
            }
        }
        Forks.Line longer = new Forks.Line(line.line(), line.parent(), line.depth(), version);
        return add(update, longer, from, differences);
    }

    private StateRef branch(
            RoomUpdate update,
            StateRef parent,
            long depth,
            StateMap from,
            List<Difference> differences) {
        long line = database.nids().next(Nids.Space.LINE);
        update.write()
                .add(
                        new StateLineRow(
                                line, update.room().nid(), parent.line(), parent.version(), depth));
        Forks.Line made = new Forks.Line(line, parent, depth, parent.version() + 1);
        return add(update, made, from, differences);
    }

    /// Adds the entries of the newest version of a line.
    private static StateRef add(
            RoomUpdate update, Forks.Line line, StateMap from, List<Difference> differences) {
        StateMap state = from;
        for (Difference difference : differences) {
            update.write()
                    .add(
                            new StateEntryRow(
                                    line.line(),
                                    difference.stateKey(),
                                    line.tip(),
                                    StateEntryRow.ALIVE,
                                    difference.event()));
            state =
                    difference.event() == 0
                            ? state.without(difference.stateKey())
                            : state.with(difference.stateKey(), difference.event(), line.tip());
        }
        StateRef ref = new StateRef(line.line(), line.tip());
        update.forks().line(line);
        update.forks().made(ref, step(differences), state);
        return ref;
    }

    private static Forks.Step step(List<Difference> differences) {
        return differences.size() == 1
                ? new Forks.Step(differences.getFirst().stateKey(), differences.getFirst().event())
                : new Forks.Step(0, 0);
    }

    private Forks.Line line(RoomUpdate update, long line) {
        if (line == update.head().stateRef().line()) {
            return new Forks.Line(line, new StateRef(0, 0), 0, 0);
        }
        return update.forks().line(line).orElseGet(() -> database.read(tx -> load(tx, line)));
    }

    private Forks.Line load(Tx tx, long line) {
        StateRepository.Line stored = states.repository().line(tx, line);
        StateRef parent = new StateRef(stored.parentLine(), stored.parentVersion());
        boolean isRoot = stored.depth() == 0;
        long tip = isRoot ? 0 : states.repository().newestVersion(tx, line);
        return new Forks.Line(line, parent, stored.depth(), tip);
    }

    /// The state of a line that inherits from none where a chain of lines left it.
    private StateRef root(RoomUpdate update, Forks.Line from) {
        StateRef at = from.parent();
        Forks.Line line = line(update, at.line());
        while (line.depth() > 0) {
            at = line.parent();
            line = line(update, at.line());
        }
        return at;
    }
}
