package org.stoa.rooms.persist;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.RoomSnapshot;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.StateRef;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.Nids;
import org.stoa.storage.Pending;
import org.stoa.storage.Tx;
import org.stoa.storage.Write;
import org.stoa.storage.WriteTx;
import org.stoa.storage.rows.RoomVersionRow;
import org.stoa.storage.rows.StateEntryRow;
import org.stoa.storage.rows.StateLineRow;
import org.stoa.storage.rows.TaskRow;
import org.stoa.storage.rows.UpdateRoomHead;

/// Keeps the line of a room's current states short: when it has had many more changes than it has living entries, these
/// are copied to a new line, on which the room goes on. So no scan of a state reads much more than the state.
///
/// The copy is made beside the room's events, in chunks: what differs between the copy and the committed state is
/// written, again and again, until little is left. That little, and the switch, are one write of the room. Versions keep
/// their numbers, so the new line's state at the switch is the old line's at the same number, and each of the two lines
/// has the differences on its side. References to the old line stay valid.
///
/// It is a task of the scheduler, so it is done at least once. Whoever goes on after a stop loads what the new line has
/// and writes what it lacks. Thread-safe.
public final class LineCopies {
    private static final Logger LOG = LoggerFactory.getLogger(LineCopies.class);

    /// The kind of its tasks. Payload: a room to look at; or a room, its line, and the line to copy that to.
    private static final String TASK = "rooms.copy_line";

    /// A line is looked at after so many versions.
    private static final long LOOK_EVERY = 250;

    /// Changes that are too few to be worth a copy.
    private static final long SPARE = 1_000;

    /// Rows in one write, so that the events of users need not wait long.
    private static final int CHUNK = 1_000;

    /// Rows that may go into the write that switches, which is made with the room locked.
    private static final int FEW = 200;

    /// A room that changes faster than it is copied is left for later.
    private static final int MAX_ROUNDS = 20;

    private final Database database;
    private final Rooms rooms;
    private final States states;

    /// Creates it.
    public LineCopies(Database database, Rooms rooms, States states) {
        this.database = database;
        this.rooms = rooms;
        this.states = states;
    }

    /// Registers what does the tasks.
    public void register() {
        database.scheduler().register(TASK, this::run);
    }

    /// The task of looking at a room's line, now and then, for the write that makes a version of it.
    static Optional<TaskRow> look(long room, StateRef made, int slot) {
        return made.version() % LOOK_EVERY == 0
                ? Optional.of(new TaskRow(slot, 0, TASK, Long.toString(room), 0))
                : Optional.empty();
    }

    private void run(String payload) {
        long[] numbers = Arrays.stream(payload.split(" ")).mapToLong(Long::parseLong).toArray();
        if (numbers.length == 1) {
            begin(numbers[0]);
        } else {
            copy(numbers[0], numbers[1], numbers[2]);
        }
    }

    private void begin(long room) {
        RoomHead head = rooms.get(room).visible().head();
        if (isLong(room, head)) {
            long line = database.nids().next(Nids.Space.LINE);
            database.execute(tx -> begin(tx, room, head.stateRef().line(), line));
        }
    }

    /// Makes an empty line, and the task that fills it.
    private void begin(WriteTx tx, long room, long oldLine, long newLine) {
        tx.add(new StateLineRow(newLine, room, null, null, 0));
        String payload = room + " " + oldLine + " " + newLine;
        database.scheduler().schedule(tx, Instant.EPOCH, TASK, payload);
    }

    private boolean isLong(long room, RoomHead head) {
        StateRef current = head.stateRef();
        long begin =
                database.read(tx -> states.repository().switches(tx, room)).stream()
                        .filter(each -> each.line() == current.line())
                        .mapToLong(each -> each.version())
                        .findFirst()
                        .orElse(0);
        return current.version() - begin > 2L * head.state().size() + SPARE;
    }

    private void copy(long room, long oldLine, long newLine) {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            RoomHead head = rooms.get(room).visible().head();
            if (head.stateRef().line() != oldLine) {
                drop(newLine, head);
                return;
            }
            int written = catchUp(newLine, head);
            if (written <= FEW) {
                switchLine(rooms.get(room), oldLine, newLine, head.state());
                return;
            }
        }
        throw new IllegalStateException(
                "the state of room " + room + " changes faster than it is copied");
    }

    /// Writes what the copy lacks of a committed state; returns how many rows that were.
    private int catchUp(long newLine, RoomHead head) {
        StateMap copied = database.read(tx -> load(tx, newLine));
        List<StateEntryRow> rows = differences(newLine, copied, head);
        for (int at = 0; at < rows.size(); at += CHUNK) {
            // A write of its own for each chunk.
            Write.Builder write = Write.builder();
            rows.subList(at, Math.min(at + CHUNK, rows.size())).forEach(write::add);
            database.commits().submit(Lane.ONLY, write.build()).await().orThrow();
        }
        return rows.size();
    }

    private StateMap load(Tx tx, long line) {
        StateMap[] state = {StateMap.EMPTY};
        states.repository()
                .entriesAt(
                        tx,
                        line,
                        StateEntryRow.ALIVE - 1,
                        (key, event, from) -> state[0] = state[0].with(key, event, from));
        return state[0];
    }

    private static List<StateEntryRow> differences(long line, StateMap copied, RoomHead head) {
        List<StateEntryRow> rows = new ArrayList<>();
        StateMap now = head.state();
        copied.forEach(
                (key, event, from) -> {
                    if (now.event(key) == 0) {
                        rows.add(
                                new StateEntryRow(
                                        line, key, from, head.stateRef().version(), event));
                    } else if (now.fromVersion(key) != from) {
                        rows.add(new StateEntryRow(line, key, from, now.fromVersion(key), event));
                    }
                });
        now.forEach(
                (key, event, from) -> {
                    if (copied.event(key) != event || copied.fromVersion(key) != from) {
                        rows.add(new StateEntryRow(line, key, from, StateEntryRow.ALIVE, event));
                    }
                });
        return rows;
    }

    private void switchLine(Room room, long oldLine, long newLine, StateMap copied) {
        Optional<Pending> pending =
                rooms.locked(
                        room,
                        current ->
                                current.tip().stateRef().line() == oldLine
                                        ? Optional.of(submit(current, newLine, copied))
                                        : Optional.empty());
        pending.ifPresent(write -> write.await().orThrow());
    }

    /// Only for the holder of the room's lock.
    private Pending submit(Room room, long newLine, StateMap copied) {
        RoomHead tip = room.tip();
        StateRef from = tip.stateRef();
        Write.Builder write = Write.forRoom(room.basis());
        int slot = write.position();
        // A key that came back to its event keeps the version that the copy has.
        StateMap[] state = {copied};
        tip.state()
                .forEachDifference(
                        copied,
                        (key, now, then) ->
                                state[0] = change(write, newLine, tip, state[0], key, now));
        RoomHead head = tip.withState(state[0], new StateRef(newLine, from.version()));
        write.add(
                        new RoomVersionRow(
                                room.nid(),
                                slot,
                                newLine,
                                from.version(),
                                from.line(),
                                from.version()))
                .add(
                        new UpdateRoomHead(
                                room.nid(),
                                newLine,
                                from.version(),
                                head.lastOrd(),
                                head.depth(),
                                head.nextAuthNo()))
                .onCommitted(
                        committed ->
                                room.committed(
                                        new RoomSnapshot(committed.at(slot), head), List.of()))
                .onFailed(failure -> room.failed());
        room.submitting(head);
        Pending pending = database.commits().submit(Lane.ONLY, write.build());
        room.lastWrite(pending);
        LOG.debug(
                "The state of room {} goes on in line {} at version {}",
                room.nid(),
                newLine,
                from.version());
        return pending;
    }

    /// Adds the rows that make the copy right for one key, and returns the map of the copy with it.
    private static StateMap change(
            Write.Builder write, long line, RoomHead tip, StateMap copied, long key, long now) {
        long version = tip.stateRef().version();
        long from = now == 0 ? version : tip.state().fromVersion(key);
        if (copied.event(key) != 0) {
            write.add(
                    new StateEntryRow(line, key, copied.fromVersion(key), from, copied.event(key)));
        }
        if (now == 0) {
            return copied.without(key);
        }
        write.add(new StateEntryRow(line, key, from, StateEntryRow.ALIVE, now));
        return copied.with(key, now, from);
    }

    /// Nothing is left to do after a switch; a line that was made for a copy that another one came before goes.
    private void drop(long newLine, RoomHead head) {
        if (head.stateRef().line() != newLine
                && database.read(tx -> load(tx, newLine)).size() == 0) {
            database.execute(tx -> states.repository().deleteLine(tx, newLine));
        }
    }
}
