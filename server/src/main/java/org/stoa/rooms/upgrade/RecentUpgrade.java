package org.stoa.rooms.upgrade;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Names;

/// The upgrade that a room has just had. A request for it that comes again (a client that got no answer, a second click, another
/// administrator) must not lead the people of the room into several rooms.
final class RecentUpgrade {
    /// A repeated request comes within this; later it is meant.
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final Rooms rooms;
    private final Names names;
    private final EventStore events;
    private final Time time;

    RecentUpgrade(Rooms rooms, Names names, EventStore events, Time time) {
        this.rooms = rooms;
        this.names = names;
        this.events = events;
        this.time = time;
    }

    /// Returns the room that this very request has made a moment ago; empty when the room was not replaced lately.
    ///
    /// Errors: M_UNKNOWN with status 400 when it was replaced by another request.
    Optional<RoomId> of(Requester requester, Room old, UpgradeWish wish) {
        return state(old)
                .content("m.room.tombstone", "")
                .string("replacement_room")
                .flatMap(RoomId::tryParse)
                .flatMap(rooms::find)
                .filter(made -> isRecent(old, made))
                .map(made -> requireSame(requester, made, wish));
    }

    private boolean isRecent(Room old, Room made) {
        StateView state = state(made);
        return UpgradeTasks.predecessor(state).equals(Optional.of(old.roomId().toString()))
                && creation(state).originServerTs() > time.millis() - RECENT.toMillis();
    }

    private RoomId requireSame(Requester requester, Room made, UpgradeWish wish) {
        Event create = creation(state(made));
        JsonObject content = create.content();
        boolean isSame =
                create.sender().equals(requester.userId())
                        && content.string("room_version").equals(Optional.of(wish.version().id()))
                        && creators(content).equals(texts(wish.creators()));
        if (!isSame) {
            throw new MatrixException(
                            ErrorCode.UNKNOWN,
                            "The room has just been upgraded, to " + made.roomId())
                    .withStatus(400);
        }
        return made.roomId();
    }

    private static Set<String> creators(JsonObject create) {
        return new HashSet<>(
                create.array("additional_creators").map(JsonArray::strings).orElse(List.of()));
    }

    private static Set<String> texts(Set<UserId> users) {
        Set<String> texts = new HashSet<>();
        users.forEach(user -> texts.add(user.toString()));
        return texts;
    }

    private static Event creation(StateView state) {
        return state.stored("m.room.create", "").orElseThrow().parsed();
    }

    private StateView state(Room room) {
        return new StateView(room.visible().head().state(), names, events);
    }
}
