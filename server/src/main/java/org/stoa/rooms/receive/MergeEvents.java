package org.stoa.rooms.receive;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.platform.Time;
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
/// that no client is shown. Where no user of this server may send one, the states after all of them are resolved now and
/// then, which otherwise waits while there are more than an event can name. Thread-safe.
public final class MergeEvents {
    /// The kind of its tasks. Payload: the room.
    private static final String TASK = "rooms.merge";

    /// Extremities that are left alone.
    private static final int FEW = 10;

    /// Merge events that are sent in a row; each leaves 19 extremities less.
    private static final int MAX_AT_ONCE = 20;

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
        database.scheduler().register(TASK, room -> merge(rooms.get(Long.parseLong(room))));
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

    private void merge(Room room) {
        planned.remove(room.nid());
        names.type(Visibility.MERGE_EVENT);
        for (int sent = 0; sent < MAX_AT_ONCE; sent++) {
            if (!sender.update(room, this::mergeSome)) {
                return;
            }
        }
        // The rest comes later, also when nothing else happens in the room.
        database.scheduler()
                .schedule(
                        time.instant().plus(BETWEEN_RESOLUTIONS), TASK, Long.toString(room.nid()));
    }

    /// Returns whether an event was sent.
    private boolean mergeSome(RoomUpdate update) {
        if (update.head().extremities().size() <= FEW) {
            return false;
        }
        StateView state = new StateView(update.head().state(), names, events);
        long required = state.powerLevels().event(Visibility.MERGE_EVENT, false);
        Optional<UserId> user = locals.localWith(update.room(), state, required);
        if (user.isEmpty()) {
            priorStates.settleAll(update);
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
