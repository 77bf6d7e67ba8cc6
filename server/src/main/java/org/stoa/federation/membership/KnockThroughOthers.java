package org.stoa.federation.membership;

import java.util.List;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.membership.RoomPlace;
import org.stoa.rooms.receive.OutsideRooms;

/// Knocks on rooms through servers that are in them. Thread-safe; blocks while they are asked.
///
/// Spec: server-server-api#knocking-rooms (v1.19).
final class KnockThroughOthers {
    private final Residents residents;
    private final OwnEvents ownEvents;
    private final StrippedStates strippedStates;
    private final OutsideRooms outside;

    KnockThroughOthers(
            Residents residents,
            OwnEvents ownEvents,
            StrippedStates strippedStates,
            OutsideRooms outside) {
        this.residents = residents;
        this.ownEvents = ownEvents;
        this.strippedStates = strippedStates;
        this.outside = outside;
    }

    void knock(
            Requester requester, RoomPlace place, List<ServerName> candidates, JsonObject content) {
        residents.inTurn(
                candidates,
                server -> {
                    knock(server, place, requester.userId(), content);
                    return true;
                });
    }

    private void knock(RemoteServer server, RoomPlace place, UserId user, JsonObject content) {
        Template template = Handshakes.make(server, place.roomId(), user, Membership.KNOCK);
        Event knock = ownEvents.member(place.roomId(), user, content, template);
        JsonObject answer = Handshakes.send(server, knock, Membership.KNOCK, RequestLimits.DEFAULT);
        JsonArray told = answer.array("knock_room_state").orElse(JsonArray.EMPTY);
        // The knock has been taken in; what is told with it is only for showing.
        outside.enter(
                template.version(),
                knock,
                strippedStates.read(template.version(), told, knock).events());
    }
}
