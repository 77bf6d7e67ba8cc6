package org.stoa.rooms.persist;

import java.util.List;
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Names;
import org.stoa.storage.rows.DeleteOpenRoom;
import org.stoa.storage.rows.OpenRoomRow;

/// Keeps which rooms are open: everybody may join them or read them, so everybody may find their members.
///
/// Spec: client-server-api#post_matrixclientv3user_directorysearch (v1.19).
public final class OpenRoomRows implements StateRows {
    private static final String JOIN_RULES = "m.room.join_rules";
    private static final String HISTORY = "m.room.history_visibility";

    private final Names names;
    private final EventStore events;

    /// Creates it.
    public OpenRoomRows(Names names, EventStore events) {
        this.names = names;
        this.events = events;
    }

    @Override
    public void changed(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        boolean counts =
                differences.stream()
                        .anyMatch(each -> each.isOf(JOIN_RULES, "") || each.isOf(HISTORY, ""));
        if (!counts) {
            return;
        }
        boolean was = isOpen(before);
        boolean is = isOpen(update.head());
        if (is && !was) {
            update.write().add(new OpenRoomRow(update.room().nid()));
        } else if (was && !is) {
            update.write().add(new DeleteOpenRoom(update.room().nid()));
        }
    }

    private boolean isOpen(RoomHead head) {
        StateView state = new StateView(head.state(), names, events);
        return isOpen(state.content(JOIN_RULES, ""), state.content(HISTORY, ""));
    }

    private static boolean isOpen(JsonObject joinRules, JsonObject history) {
        return JoinRule.of(joinRules.string("join_rule").orElse("")) == JoinRule.PUBLIC
                || HistoryVisibility.of(history.string("history_visibility").orElse(""))
                        == HistoryVisibility.WORLD_READABLE;
    }
}
