package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Forks;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Change;
import org.stoa.storage.Database;
import org.stoa.storage.rows.RoomVersionRow;
import org.stoa.storage.rows.StateEntryRow;

/// Moves the current state of a room: each change, by an event or by the resolution of states that differ, is one more
/// version of the room's main line. Only for the holder of the room's lock.
public final class CurrentState {
    /// Differences of which the events are in memory at once: each may have 64 kB.
    private static final int CHUNK = 200;

    private final Database database;
    private final EventStore events;
    private final List<StateRows> rows;

    /// Creates it.
    ///
    /// @param rows what keeps rows of its own about the current state, in this order
    public CurrentState(Database database, EventStore events, List<StateRows> rows) {
        this.database = database;
        this.events = events;
        this.rows = List.copyOf(rows);
    }

    private record Key(long stateKey, long was, long now) {}

    /// Lets a state event, which was just added to the update, take over its key.
    void apply(RoomUpdate update, StoredEvent event, int slot) {
        RoomHead before = update.head();
        Key key =
                new Key(
                        event.header().stateKey(),
                        before.state().event(event.header().stateKey()),
                        event.event());
        change(update, List.of(key), slot);
        @Nullable StoredEvent was = key.was() == 0 ? null : events.get(key.was());
        tell(update, before, List.of(new StateDifference(was, event)), slot);
    }

    /// Makes a state the current one, as one version; does nothing when it is that already.
    public void become(RoomUpdate update, StateMap state) {
        RoomHead before = update.head();
        List<Key> keys = new ArrayList<>();
        state.forEachDifference(
                before.state(), (key, now, was) -> keys.add(new Key(key, was, now)));
        if (keys.isEmpty()) {
            return;
        }
        int slot = update.lastSlot();
        change(update, keys, slot);
        update.write().changed(slot, new Change.Room(update.room().nid()));
        for (int at = 0; at < keys.size(); at += CHUNK) {
            List<Key> chunk = keys.subList(at, Math.min(at + CHUNK, keys.size()));
            tell(update, before, differences(chunk), slot);
        }
    }

    private List<StateDifference> differences(List<Key> keys) {
        List<Long> numbers = new ArrayList<>();
        for (Key key : keys) {
            numbers.add(key.was());
            numbers.add(key.now());
        }
        numbers.removeIf(number -> number == 0);
        Map<Long, StoredEvent> found = database.read(tx -> events.getAll(tx, numbers));
        return keys.stream()
                .map(key -> new StateDifference(found.get(key.was()), found.get(key.now())))
                .toList();
    }

    private void tell(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        for (StateRows each : rows) {
            each.changed(update, before, differences, slot);
        }
    }

    /// Adds a version to the main line.
    private static void change(RoomUpdate update, List<Key> keys, int slot) {
        RoomHead head = update.head();
        long line = head.stateRef().line();
        StateRef ref = new StateRef(line, head.stateRef().version() + 1);
        StateMap state = head.state();
        for (Key key : keys) {
            addRows(update, head, key, ref);
            state =
                    key.now() == 0
                            ? state.without(key.stateKey())
                            : state.with(key.stateKey(), key.now(), ref.version());
        }
        update.write()
                .add(
                        new RoomVersionRow(
                                update.room().nid(), slot, line, ref.version(), null, null));
        update.forks().made(ref, step(keys), state);
        update.head(head.withState(state, ref));
        LineCopies.look(update.room().nid(), ref, slot).ifPresent(update.write()::add);
    }

    private static void addRows(RoomUpdate update, RoomHead head, Key key, StateRef ref) {
        if (key.was() != 0) {
            update.write()
                    .add(
                            new StateEntryRow(
                                    ref.line(),
                                    key.stateKey(),
                                    head.state().fromVersion(key.stateKey()),
                                    ref.version(),
                                    key.was()));
        }
        // That a key became absent is seen in this version only: the line inherits from none.
        long end = key.now() == 0 ? ref.version() + 1 : StateEntryRow.ALIVE;
        update.write()
                .add(new StateEntryRow(ref.line(), key.stateKey(), ref.version(), end, key.now()));
    }

    private static Forks.Step step(List<Key> keys) {
        return keys.size() == 1
                ? new Forks.Step(keys.getFirst().stateKey(), keys.getFirst().now())
                : new Forks.Step(0, 0);
    }
}
