package org.stoa.federation.membership;

import org.stoa.http.auth.Requester;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.keys.EventSignatures;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;

/// Invites users of other servers: their server signs the invite, and only then it comes into the room. Thread-safe; blocks while
/// that server is asked, without the room's lock.
///
/// Spec: server-server-api#inviting-to-a-room (v1.19).
final class InviteToOthers {
    private final RemoteServers servers;
    private final EventSignatures signatures;
    private final MemberEvents memberEvents;
    private final TakenIn takenIn;

    InviteToOthers(
            RemoteServers servers,
            EventSignatures signatures,
            MemberEvents memberEvents,
            TakenIn takenIn) {
        this.servers = servers;
        this.signatures = signatures;
        this.memberEvents = memberEvents;
        this.takenIn = takenIn;
    }

    StoredEvent invite(Requester requester, Room room, UserId target, JsonObject content) {
        Event invite = memberEvents.make(room, requester.userId(), target, content);
        JsonArray told = memberEvents.told(room, requester.userId());
        RemoteServer server = servers.get(target.server());
        JsonObject answer = Refusals.orElseThrow(ask(server, invite, version(room), told));
        return takenIn.take(room, signed(invite, answer, target.server()));
    }

    /// "Senders which receive a 400 or 404 response to this endpoint should retry using the v1 API as the server may be older, if
    /// the room version is "1" or "2"."
    private static RemoteResult ask(
            RemoteServer server, Event invite, RoomVersion version, JsonArray told) {
        RemoteResult result = server.put(path("v2", invite), body(invite, version, told));
        boolean mayBeOlder =
                result instanceof RemoteResult.Refused refused
                        && (refused.status() == 400 || refused.status() == 404)
                        && !version.rules().eventIdFormat().isHash();
        if (!mayBeOlder) {
            return result;
        }
        JsonObject unsigned = JsonObject.of("invite_room_state", told);
        return server.put(path("v1", invite), invite.json().with("unsigned", unsigned));
    }

    private static JsonObject body(Event invite, RoomVersion version, JsonArray told) {
        return JsonObject.of(
                "room_version", version.id(), "event", invite.json(), "invite_room_state", told);
    }

    private static RemotePath path(String version, Event invite) {
        return RemotePath.of(
                "/_matrix/federation/" + version + "/invite/{}/{}",
                invite.roomId().toString(),
                invite.eventId().toString());
    }

    private Event signed(Event invite, JsonObject answer, ServerName signer) {
        JsonObject returned =
                answer.object("event")
                        .orElseThrow(() -> Refusals.nonsense("the invite is not in it"));
        Event signed = OwnEvents.withSignatures(invite, returned, signer);
        if (!signatures.isSignedBy(signed, signer)) {
            throw Refusals.nonsense("the invite is not signed");
        }
        return signed;
    }

    private RoomVersion version(Room room) {
        return RoomVersion.ofCreateContent(memberEvents.state(room).content("m.room.create", ""))
                .orElseThrow(() -> new IllegalStateException("no version of " + room.roomId()));
    }
}
