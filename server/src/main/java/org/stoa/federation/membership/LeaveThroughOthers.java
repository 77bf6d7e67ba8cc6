package org.stoa.federation.membership;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.receive.OutsideRooms;

/// Refuses invites and takes knocks back through servers that are in the rooms. Thread-safe; blocks while they are asked.
///
/// Spec: server-server-api#leaving-rooms-rejecting-invites (v1.19).
final class LeaveThroughOthers {
    private static final Logger LOG = LoggerFactory.getLogger(LeaveThroughOthers.class);

    private final Residents residents;
    private final OwnEvents ownEvents;
    private final OutsideRooms outside;

    LeaveThroughOthers(Residents residents, OwnEvents ownEvents, OutsideRooms outside) {
        this.residents = residents;
        this.ownEvents = ownEvents;
        this.outside = outside;
    }

    void leave(Requester requester, RoomId room, List<ServerName> candidates, JsonObject content) {
        UserId user = requester.userId();
        Optional<Event> told = tell(room, user, candidates, content);
        outside.leave(room, user, told.or(() -> alone(room, user, content)));
    }

    /// What only this server knows of, so that the user's clients see how it ended.
    private Optional<Event> alone(RoomId room, UserId user, JsonObject content) {
        return outside.openEvent(room, user)
                .map(open -> ownEvents.member(room, user, content, Template.after(open)));
    }

    /// A user gets rid of an invite whatever the others do: they may be gone, or have no room of that name.
    private Optional<Event> tell(
            RoomId room, UserId user, List<ServerName> candidates, JsonObject content) {
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    residents.inTurn(candidates, server -> tell(server, room, user, content)));
        } catch (MatrixException nobody) {
            LOG.info(
                    "No other server knows that a user has left {}: {}", room, nobody.getMessage());
            return Optional.empty();
        }
    }

    private Event tell(RemoteServer server, RoomId room, UserId user, JsonObject content) {
        Template template = Handshakes.make(server, room, user, Membership.LEAVE);
        Event leave = ownEvents.member(room, user, content, template);
        Handshakes.send(server, leave, Membership.LEAVE, RequestLimits.DEFAULT);
        return leave;
    }
}
