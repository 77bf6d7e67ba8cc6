package org.stoa.rooms.upgrade;

import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.PowerLevel;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.persist.PublishedRows;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Names;

/// Ends a room that another one replaces, in one write: it gets its tombstone, lets nobody but its moderators talk, and is
/// no longer listed.
///
/// Spec: client-server-api#room-upgrades "Server behaviour" 5 and 6, #mroomtombstone (v1.19).
final class OldRoom {
    private static final String POWER_LEVELS = "m.room.power_levels";
    private static final long MAX_LEVEL = (1L << 53) - 1;
    private static final String ALIAS = "m.room.canonical_alias";

    private final EventSender sender;
    private final Names names;
    private final EventStore events;

    OldRoom(EventSender sender, Names names, EventStore events) {
        this.sender = sender;
        this.names = names;
        this.events = events;
    }

    /// Ends the room and returns when that is durable.
    ///
    /// Errors: M_FORBIDDEN when the user may not send the tombstone.
    void end(Requester requester, Room room, RoomId replacement) {
        sender.update(
                room,
                update -> {
                    StateView state = new StateView(update.head().state(), names, events);
                    if (!state.content(ALIAS, "").isEmpty()) {
                        // Its aliases lead to the new room now.
                        setIfAllowed(update, requester, ALIAS, JsonObject.EMPTY);
                    }
                    set(update, requester, "m.room.tombstone", tombstone(replacement));
                    // 6. If possible, the power levels in the old room should also be modified.
                    setIfAllowed(update, requester, POWER_LEVELS, quiet(state, room.rules()));
                    PublishedRows.withdraw(update);
                    return room;
                });
    }

    private static JsonObject tombstone(RoomId replacement) {
        return JsonObject.of(
                "body", "This room has been replaced", "replacement_room", replacement.toString());
    }

    /// "setting `events_default` and `invite` to the greater of `50` and `users_default + 1`"
    private static JsonObject quiet(StateView state, RoomRules rules) {
        JsonObject levels = state.content(POWER_LEVELS, "");
        long usersDefault = level(levels, "users_default", rules);
        long quiet = Math.max(PowerLevels.MODERATOR, Math.min(usersDefault, MAX_LEVEL - 1) + 1);
        JsonObject changed = levels;
        for (String name : new String[] {"events_default", "invite"}) {
            if (level(levels, name, rules) < quiet) {
                changed = changed.with(name, JsonNumber.of(quiet));
            }
        }
        return changed;
    }

    private static long level(JsonObject levels, String name, RoomRules rules) {
        return PowerLevel.parse(levels.get(name), rules).orElse(0);
    }

    private void setIfAllowed(
            RoomUpdate update, Requester requester, String type, JsonObject content) {
        try {
            set(update, requester, type, content);
        } catch (MatrixException refused) {
            if (refused.code() != ErrorCode.FORBIDDEN) {
                throw refused;
            }
        }
    }

    private void set(RoomUpdate update, Requester requester, String type, JsonObject content) {
        sender.add(update, Draft.state(requester.userId(), requester.userNid(), type, "", content));
    }
}
