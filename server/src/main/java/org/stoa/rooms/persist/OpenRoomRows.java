package org.stoa.rooms.persist;

import java.util.Set;
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Names;
import org.stoa.storage.rows.DeleteOpenRoom;
import org.stoa.storage.rows.OpenRoomRow;

/// Keeps which rooms are open: everybody may join them or read them, so everybody may find their members.
///
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
public final class OpenRoomRows implements EventRows {
    private static final String JOIN_RULES = "m.room.join_rules";
    private static final String HISTORY = "m.room.history_visibility";
    private static final Set<String> TYPES = Set.of(JOIN_RULES, HISTORY);

    private final Names names;
    private final EventStore events;

    /// Creates it.
    public OpenRoomRows(Names names, EventStore events) {
        this.names = names;
        this.events = events;
    }

    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        boolean counts =
                event.isState()
                        && TYPES.contains(event.type())
                        && event.parsed().stateKey().orElse("").isEmpty();
        if (!counts) {
            return;
        }
        StateView state = new StateView(before.state(), names, events);
        JsonObject joinRules = state.content(JOIN_RULES, "");
        JsonObject history = state.content(HISTORY, "");
        boolean was = isOpen(joinRules, history);
        // The event is not among those that can be read yet.
        boolean is =
                event.type().equals(JOIN_RULES)
                        ? isOpen(event.content(), history)
                        : isOpen(joinRules, event.content());
        if (is && !was) {
            update.write().add(new OpenRoomRow(update.room().nid()));
        } else if (was && !is) {
            update.write().add(new DeleteOpenRoom(update.room().nid()));
        }
    }

    private static boolean isOpen(JsonObject joinRules, JsonObject history) {
        return JoinRule.of(joinRules.string("join_rule").orElse("")) == JoinRule.PUBLIC
                || HistoryVisibility.of(history.string("history_visibility").orElse(""))
                        == HistoryVisibility.WORLD_READABLE;
    }
}
