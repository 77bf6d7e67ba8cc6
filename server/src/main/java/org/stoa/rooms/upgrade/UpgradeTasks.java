package org.stoa.rooms.upgrade;

import java.util.List;
import java.util.Optional;
import org.stoa.platform.Time;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.persist.StateDifference;
import org.stoa.rooms.persist.StateRows;
import org.stoa.storage.Database;
import org.stoa.storage.rows.TaskRow;

/// Notes, in the write of a local user's join, that his settings for the old room are to follow him into the one that
/// replaced it.
public final class UpgradeTasks implements StateRows {
    /// The kind of the tasks. Payload: the numbers of the user and of the new room, with a space between.
    static final String FOLLOW = "rooms.follow_upgrade";

    private final ServerName serverName;
    private final Database database;
    private final EventStore events;
    private final Time time;

    /// Creates it for this server.
    public UpgradeTasks(ServerName serverName, Database database, EventStore events, Time time) {
        this.serverName = serverName;
        this.database = database;
        this.events = events;
        this.time = time;
    }

    @Override
    public void changed(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        for (StateDifference difference : differences) {
            difference
                    .member()
                    .filter(user -> user.server().equals(serverName) && begins(difference))
                    .ifPresent(user -> follow(update, user));
        }
    }

    private static boolean begins(StateDifference difference) {
        return difference.membershipNow() == Membership.JOIN
                && difference.membershipWas() != Membership.JOIN;
    }

    private void follow(RoomUpdate update, UserId user) {
        if (predecessor(state(update)).isEmpty()) {
            return;
        }
        long number = database.names().user(user);
        update.write()
                .add(
                        new TaskRow(
                                update.write().position(),
                                time.millis(),
                                FOLLOW,
                                number + " " + update.room().nid(),
                                0));
        update.afterPublish(done -> database.scheduler().wake());
    }

    /// The id of the room that a room replaces, as text; empty when it replaces none.
    public static Optional<String> predecessor(StateView state) {
        JsonObject create = state.content("m.room.create", "");
        return create.object("predecessor").flatMap(old -> old.string("room_id"));
    }

    private StateView state(RoomUpdate update) {
        return new StateView(update.head().state(), database.names(), events);
    }
}
