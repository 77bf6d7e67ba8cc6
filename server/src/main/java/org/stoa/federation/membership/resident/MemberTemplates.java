package org.stoa.federation.membership.resident;

import java.util.Collection;
import java.util.Optional;
import org.stoa.federation.membership.MemberEvents;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Room;

/// Proposes places for member events of other servers' users. Thread-safe; writes nothing.
///
/// Spec: server-server-api#get_matrixfederationv1make_joinroomiduserid (v1.19) and the like.
public final class MemberTemplates {
    private final ServerName serverName;
    private final MemberEvents memberEvents;
    private final RestrictedEntry restrictedEntry;

    /// Creates it.
    public MemberTemplates(
            ServerName serverName, MemberEvents memberEvents, RestrictedEntry restrictedEntry) {
        this.serverName = serverName;
        this.memberEvents = memberEvents;
        this.restrictedEntry = restrictedEntry;
    }

    /// A template for a user who joins or knocks.
    ///
    /// Errors: M_INCOMPATIBLE_ROOM_VERSION when the asking server does not know the room's version; M_FORBIDDEN when the room does
    /// not let the user; those of [RestrictedEntry#voucher].
    ///
    /// @param known the versions that the asking server knows
    public JsonObject forEntry(
            Room room, UserId user, Membership membership, Collection<String> known) {
        requireKnown(version(room), known);
        Optional<UserId> voucher =
                membership == Membership.JOIN
                        ? restrictedEntry.voucher(room, memberEvents.state(room), user)
                        : Optional.empty();
        JsonObject content = JsonObject.of("membership", membership.text());
        return of(
                room,
                user,
                voucher.map(
                                name ->
                                        content.with(
                                                "join_authorised_via_users_server",
                                                new JsonString(name.toString())))
                        .orElse(content));
    }

    /// A template for a user who leaves, refuses an invite or takes a knock back.
    ///
    /// Errors: M_FORBIDDEN when the user has nothing to do with the room.
    public JsonObject forLeaving(Room room, UserId user) {
        return of(room, user, JsonObject.of("membership", Membership.LEAVE.text()));
    }

    private JsonObject of(Room room, UserId user, JsonObject content) {
        Event event = memberEvents.make(room, user, user, content);
        JsonObject template =
                event.json().without("signatures").without("hashes").without("event_id");
        return JsonObject.of(
                "room_version",
                version(room).id(),
                "event",
                template.with("origin", new JsonString(serverName.text())));
    }

    private RoomVersion version(Room room) {
        return RoomVersion.ofCreateContent(memberEvents.state(room).content("m.room.create", ""))
                .orElseThrow(() -> new IllegalStateException("no version of " + room.roomId()));
    }

    private static void requireKnown(RoomVersion version, Collection<String> known) {
        if (!known.contains(version.id())) {
            throw new MatrixException(
                            ErrorCode.INCOMPATIBLE_ROOM_VERSION,
                            "Your server does not know the version of the room")
                    .with("room_version", new JsonString(version.id()));
        }
    }
}
