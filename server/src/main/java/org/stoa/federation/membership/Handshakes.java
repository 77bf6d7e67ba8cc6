package org.stoa.federation.membership;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.LargeResult;
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
        RemotePath older = path("v1", event, membership);
        return membership == Membership.KNOCK
                ? Refusals.orElseThrow(server.put(older, event.json(), limits))
                : send(server, event, path("v2", event, membership), older, limits);
    }

    /// Hands a signed join over, and has the answer read, which may be larger than the memory, while it is there.
    ///
    /// Errors: those of [Refusals#orElseThrow], and those of the reader.
    ///
    /// @param omitMembers whether the server may leave most members out of its answer
    static void join(
            RemoteServer server,
            Event join,
            boolean omitMembers,
            RequestLimits limits,
            Consumer<LargeResult.Text> reader) {
        RemotePath newest = path("v2", join, Membership.JOIN);
        RemotePath newer = omitMembers ? newest.with("omit_members", true) : newest;
        boolean isUnknown =
                server.putLarge(
                        newer, join.json(), limits, result -> isUnknown(result, reader, true));
        if (isUnknown) {
            RemotePath older = path("v1", join, Membership.JOIN);
            server.putLarge(older, join.json(), limits, result -> isUnknown(result, reader, false));
        }
    }

    /// Has an answer read, unless there is none because the endpoint is not known, and there is another.
    private static boolean isUnknown(
            LargeResult result, Consumer<LargeResult.Text> reader, boolean hasOther) {
        switch (result) {
            case LargeResult.Text text -> reader.accept(text);
            case LargeResult.Failed(RemoteResult failed) -> {
                if (hasOther && Refusals.isUnknownEndpoint(failed)) {
                    return true;
                }
                Refusals.orElseThrow(failed);
            }
        }
        return false;
    }

    private static JsonObject send(
            RemoteServer server,
            Event event,
            RemotePath newer,
            RemotePath older,
            RequestLimits limits) {
        RemoteResult result = server.put(newer, event.json(), limits);
        return Refusals.orElseThrow(
                Refusals.isUnknownEndpoint(result)
                        ? server.put(older, event.json(), limits)
                        : result);
    }

    private static RemotePath path(String version, Event event, Membership membership) {
        return RemotePath.of(
                PREFIX + version + "/send_" + verb(membership) + "/{}/{}",
                event.roomId().toString(),
                event.eventId().toString());
    }

    private static String verb(Membership membership) {
        return membership.text().toLowerCase(Locale.ROOT);
    }
}
