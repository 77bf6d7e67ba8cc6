package org.stoa.federation.membership;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.connect.RequestLimits;

/// Both halves of the talk with a server that is in a room: it proposes a place for a member event (`make_...`), and takes the
/// signed event in (`send_...`).
final class Handshakes {
    private static final String PREFIX = "/_matrix/federation/";
    private static final List<String> VERSIONS =
            Arrays.stream(RoomVersion.values()).map(RoomVersion::id).toList();

    private Handshakes() {}

    /// Asks for a template; to get in also a server that is left alone because it failed.
    ///
    /// Errors: those of [Refusals#orElseThrow].
    static Template make(RemoteServer server, RoomId room, UserId user, Membership membership) {
        RemotePath path =
                RemotePath.of(
                        PREFIX + "v1/make_" + verb(membership) + "/{}/{}",
                        room.toString(),
                        user.toString());
        if (membership != Membership.LEAVE) {
            path = path.withAll("ver", VERSIONS);
        }
        // Who wants to get in is waiting, and the server may have come back; leaving can do
        // without.
        RemoteResult result =
                membership == Membership.LEAVE
                        ? server.get(path, RequestLimits.SMALL)
                        : server.getAtOnce(path, RequestLimits.SMALL);
        JsonObject answer = Refusals.orElseThrow(result);
        return Template.of(answer, room, user, membership);
    }

    /// Hands a signed event over, by the older endpoint when the server does not know the newer one.
    ///
    /// Errors: those of [Refusals#orElseThrow].
    static JsonObject send(
            RemoteServer server, Event event, Membership membership, RequestLimits limits) {
        if (membership == Membership.KNOCK) {
            return Refusals.orElseThrow(put(server, "v1", event, membership, limits));
        }
        RemoteResult result = put(server, "v2", event, membership, limits);
        return Refusals.orElseThrow(
                Refusals.isUnknownEndpoint(result)
                        ? put(server, "v1", event, membership, limits)
                        : result);
    }

    private static RemoteResult put(
            RemoteServer server,
            String version,
            Event event,
            Membership membership,
            RequestLimits limits) {
        RemotePath path =
                RemotePath.of(
                        PREFIX + version + "/send_" + verb(membership) + "/{}/{}",
                        event.roomId().toString(),
                        event.eventId().toString());
        return server.put(path, event.json(), limits);
    }

    private static String verb(Membership membership) {
        return membership.text().toLowerCase(Locale.ROOT);
    }
}
