package org.stoa.rooms.upgrade;

import java.time.Duration;
import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.MembershipChanges;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.AliasRepository;
import org.stoa.storage.rows.DeletePublishedRoom;
import org.stoa.storage.rows.SetRoomPublic;
import org.stoa.storage.rows.TaskRow;

/// Clears up after an upgrade that ended half-way: a room that was made to replace another that never said so. Its maker
/// leaves it, it is no longer listed, and the aliases go back.
///
/// The write that makes the room notes a task, so that this is also done when the process was killed in between. Doing it
/// twice changes nothing.
final class AbandonedUpgrades {
    /// The kind of the tasks. Payload: the number of the new room.
    private static final String CHECK = "rooms.check_upgrade";

    /// The longest that an upgrade may take, whatever has to be moved.
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final MembershipChanges changes;
    private final Time time;
    private final AliasRepository aliases = new AliasRepository();

    AbandonedUpgrades(
            Database database,
            Rooms rooms,
            EventStore events,
            MembershipChanges changes,
            Time time) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.changes = changes;
        this.time = time;
    }

    /// Registers what does the tasks.
    void register() {
        database.scheduler().register(CHECK, number -> check(rooms.get(Long.parseLong(number))));
    }

    /// Has it looked after the room, which this write makes, when the upgrade must be over.
    void note(RoomUpdate update) {
        update.write()
                .add(
                        new TaskRow(
                                update.write().position(),
                                time.millis() + LONGEST.toMillis(),
                                CHECK,
                                Long.toString(update.room().nid()),
                                0));
    }

    /// Clears up, unless the room that this one replaces says that it does.
    void check(Room made) {
        StateView state = state(made);
        Optional<String> predecessor = UpgradeTasks.predecessor(state);
        Optional<Room> old = predecessor.flatMap(RoomId::tryParse).flatMap(rooms::find);
        if (old.isEmpty() || isReplacedBy(old.get(), made)) {
            return;
        }
        database.execute(
                tx -> {
                    aliases.moveAll(tx, made.roomId().toString(), old.get().roomId().toString());
                    tx.add(new SetRoomPublic(made.nid(), false));
                    tx.add(new DeletePublishedRoom(made.nid()));
                });
        Event create = state.stored("m.room.create", "").orElseThrow().parsed();
        if (state.membership(create.sender()) == Membership.JOIN) {
            Requester maker =
                    Requester.user(create.sender(), database.names().user(create.sender()), "");
            changes.leave(maker, made, Optional.of("The room was not upgraded after all"));
        }
    }

    private boolean isReplacedBy(Room old, Room made) {
        return state(old)
                .content("m.room.tombstone", "")
                .string("replacement_room")
                .equals(Optional.of(made.roomId().toString()));
    }

    private StateView state(Room room) {
        return new StateView(room.visible().head().state(), database.names(), events);
    }
}
