package org.stoa.federation.membership;

import org.stoa.protocol.auth.AuthResult;
import org.stoa.protocol.auth.AuthRules;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.read.StrippedState;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory;
import org.stoa.storage.Names;

/// Makes member events for rooms that this server is in without adding them, because another server has a say first. They follow
/// what is committed; what comes meanwhile stands beside them. Thread-safe; takes no lock.
public final class MemberEvents {
    private final EventFactory factory;
    private final EventStore events;
    private final Names names;

    /// Makes events with this.
    public MemberEvents(EventFactory factory, EventStore events, Names names) {
        this.factory = factory;
        this.events = events;
        this.names = names;
    }

    /// The committed state of a room.
    public StateView state(Room room) {
        return new StateView(room.visible().head().state(), names, events);
    }

    /// A signed event that the room's state allows.
    ///
    /// Errors: M_FORBIDDEN.
    public Event make(Room room, UserId sender, UserId target, JsonObject content) {
        RoomHead head = room.visible().head();
        // The number of the sender is for rows, and none is written here.
        Draft draft = Draft.state(sender, 0, EventTypes.MEMBER, target.toString(), content);
        RoomHead place = factory.onWhatAllows(room.rules(), head, draft);
        Event event = factory.build(room.roomId(), room.rules(), place, draft).event();
        StateView state = new StateView(head.state(), names, events);
        if (AuthRules.check(event, state) instanceof AuthResult.Rejected rejected) {
            throw new MatrixException(ErrorCode.FORBIDDEN, rejected.reason());
        }
        return event;
    }

    /// What somebody who is invited, or knocks, may know of the room: whole events, the create event first.
    ///
    /// Spec: client-server-api#stripped-state, server-server-api#put_matrixfederationv2inviteroomideventid (v1.19).
    public JsonArray told(Room room, UserId inviter) {
        StateView state = state(room);
        JsonArray.Builder told = JsonArray.builder();
        for (String type : StrippedState.TYPES) {
            add(state, type, "", told);
        }
        add(state, EventTypes.MEMBER, inviter.toString(), told);
        return told.build();
    }

    private static void add(StateView state, String type, String stateKey, JsonArray.Builder told) {
        state.stored(type, stateKey).ifPresent(event -> told.add(event.parsed().json()));
    }
}
