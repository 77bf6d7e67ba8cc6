package org.stoa.rooms.receive;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Time;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.RestrictedJoins;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.read.Visibility;
import org.stoa.rooms.resolve.PriorStates;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.rows.TaskRow;

/// Brings the extremities of a room together again when there have been many for a while, by an event that names them and
/// that no client is shown. The states after all of them are resolved now and then, which otherwise waits while there are more than an
/// event can name: where no user of this server may send such an event, where a policy server would have to be asked for each, which
/// may take its time while other rooms wait, and where somebody makes forks faster than they are merged. Else nobody could ever ban him.
/// Thread-safe.
public final class MergeEvents {
    private static final Logger LOG = LoggerFactory.getLogger(MergeEvents.class);

    /// The kind of its tasks. Payload: the room; and behind a space, from the second task in a row on, which one it is.
    private static final String TASK = "rooms.merge";

    /// Extremities that are left alone.
    private static final int FEW = 10;

    /// Merge events that are sent in a row; each leaves 19 extremities less. Who sends in the room waits meanwhile.
    private static final int MAX_AT_ONCE = 4;

    /// Until the next are sent.
    private static final Duration BETWEEN_MERGES = Duration.ofSeconds(2);

    /// How often much is merged before what is current meanwhile is worked out, which takes longer the more is left.
    private static final int BETWEEN_ROUNDS = 15;

    /// Most rooms of which is remembered that a task waits; for the others there may be a second one.
    private static final int MAX_PLANNED = 10_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_RESOLUTIONS = Duration.ofSeconds(10);

    private final Database database;
    private final Names names;
    private final Rooms rooms;
    private final EventStore events;
    private final EventSender sender;
    private final PriorStates priorStates;
    private final RestrictedJoins locals;
    private final Time time;
    private final Set<Long> planned = ConcurrentHashMap.newKeySet();

    /// Rooms whose task has put the next one in its place.
    private final Set<Long> goingOn = ConcurrentHashMap.newKeySet();

    MergeEvents(
            Database database,
            Rooms rooms,
            EventStore events,
            EventSender sender,
            PriorStates priorStates,
            RestrictedJoins locals,
            Time time) {
        this.database = database;
        this.names = database.names();
        this.rooms = rooms;
        this.events = events;
        this.sender = sender;
        this.priorStates = priorStates;
        this.locals = locals;
        this.time = time;
    }

    /// Registers what does the tasks.
    public void register() {
        database.scheduler().register(TASK, this::merge);
    }

    /// Notes in an update that its room has to be looked at later, when it has many extremities.
    void look(RoomUpdate update) {
        long room = update.room().nid();
        int extremities = update.head().extremities().size();
        if (update.isEmpty() || extremities <= FEW || planned.contains(room)) {
            return;
        }
        Duration wait = extremities > Extremity.MAX_RESOLVED ? BETWEEN_RESOLUTIONS : PATIENCE;
        update.write()
                .add(
                        new TaskRow(
                                update.write().position(),
                                time.millis() + wait.toMillis(),
                                TASK,
                                Long.toString(room),
                                0));
        update.afterPublish(
                done -> {
                    if (planned.size() < MAX_PLANNED) {
                        planned.add(room);
                    }
                    database.scheduler().wake();
                });
    }

    private void merge(String payload) {
        String[] parts = payload.split(" ", 2);
        long nid = Long.parseLong(parts[0]);
        boolean isFirst = parts.length == 1;
        if (isFirst && goingOn.contains(nid)) {
            // Planned before that was known.
            return;
        }
        names.type(Visibility.MERGE_EVENT);
        Room room = rooms.get(nid);
        int round = isFirst ? 1 : Integer.parseInt(parts[1]);
        if (isMuchMerged(room)) {
            if (round % BETWEEN_ROUNDS == 0) {
                sender.update(room, this::settle);
            }
            goOn(nid, round % BETWEEN_ROUNDS + 1);
            return;
        }
        goingOn.remove(nid);
        planned.remove(nid);
        sender.update(room, this::settle);
    }

    /// The rest comes later, also when nothing else happens in the room.
    private void goOn(long room, int round) {
        if (goingOn.size() < MAX_PLANNED) {
            goingOn.add(room);
        }
        database.scheduler()
                .schedule(time.instant().plus(BETWEEN_MERGES), TASK, room + " " + round);
    }

    /// Sends merge events; returns whether more may be needed.
    private boolean isMuchMerged(Room room) {
        for (int sent = 0; sent < MAX_AT_ONCE; sent++) {
            if (!isSomeMerged(room)) {
                return false;
            }
        }
        return true;
    }

    private boolean settle(RoomUpdate update) {
        priorStates.settleAll(update);
        return update.head().settled();
    }

    private boolean isSomeMerged(Room room) {
        try {
            return sender.update(room, this::mergeSome);
        } catch (MatrixException notAllowed) {
            LOG.debug("Nothing is merged in {}: {}", room.roomId(), notAllowed.getMessage());
            return false;
        }
    }

    /// Returns whether an event was sent.
    private boolean mergeSome(RoomUpdate update) {
        if (update.head().extremities().size() <= FEW
                || sender.isAskedFor(update.head(), Visibility.MERGE_EVENT)) {
            return false;
        }
        StateView state = new StateView(update.head().state(), names, events);
        long required = state.powerLevels().event(Visibility.MERGE_EVENT, false);
        Optional<UserId> user = locals.localWith(update.room(), state, required);
        if (user.isEmpty()) {
            return false;
        }
        sender.merge(
                update,
                Draft.message(
                        user.get(),
                        names.user(user.get()),
                        Visibility.MERGE_EVENT,
                        JsonObject.EMPTY));
        return true;
    }
}
