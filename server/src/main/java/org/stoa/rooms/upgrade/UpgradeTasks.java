package org.stoa.rooms.upgrade;

import java.util.Optional;
import org.stoa.platform.Time;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.EventRows;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Database;
import org.stoa.storage.rows.TaskRow;

/// Notes, in the write of a local user's join, that his settings for the old room are to follow him into the one that
/// replaced it.
public final class UpgradeTasks implements EventRows {
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
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        if (!event.type().equals("m.room.member") || !event.isState() || !isJoin(event)) {
            return;
        }
        Optional<UserId> user =
                UserId.tryParse(event.parsed().stateKey().orElse(""))
                        .filter(id -> id.server().equals(serverName));
        if (user.isEmpty() || predecessor(state(update)).isEmpty()) {
            return;
        }
        long number = database.names().user(user.get());
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

    private boolean isJoin(StoredEvent event) {
        long replaced = event.header().replaces();
        return Memberships.in(event.content()) == Membership.JOIN
                && (replaced == 0
                        || Memberships.in(events.get(replaced).content()) != Membership.JOIN);
    }
}
