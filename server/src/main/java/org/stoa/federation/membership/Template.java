package org.stoa.federation.membership;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventHasher;
import org.stoa.protocol.event.EventReferences;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// The place in a room that another server proposes for a member event of one of this server's users. Only the place is taken
/// from it, and who vouches: all else of the event is this server's own.
///
/// Spec: server-server-api#get_matrixfederationv1make_joinroomiduserid (v1.19).
///
/// @param version of the room, as the other server says
/// @param isNamed whether it said so; rooms of the first two versions look the same
/// @param depth the proposed one
/// @param prevEvents the events to follow, in the form of the room version
/// @param authEvents the events that allow it
/// @param authorisedVia the user who vouches in a restricted room
record Template(
        RoomVersion version,
        boolean isNamed,
        long depth,
        JsonArray prevEvents,
        JsonArray authEvents,
        Optional<UserId> authorisedVia) {

    /// Reads the answer of a server that is in the room.
    ///
    /// Errors: M_UNKNOWN with status 502 when it is not about this user in this room, or of an unknown version.
    static Template of(JsonObject answer, RoomId room, UserId user, Membership membership) {
        Optional<String> named = answer.string("room_version");
        RoomVersion version =
                named.map(RoomVersion::of)
                        .orElse(Optional.of(RoomVersion.V1))
                        .orElseThrow(() -> Refusals.nonsense("an unknown room version"));
        JsonObject event =
                answer.object("event").orElseThrow(() -> Refusals.nonsense("no template"));
        JsonObject content = event.object("content").orElse(JsonObject.EMPTY);
        require(event, "room_id", room.toString());
        require(event, "sender", user.toString());
        require(event, "state_key", user.toString());
        require(event, "type", EventTypes.MEMBER);
        require(content, "membership", membership.text());
        return new Template(
                version,
                named.isPresent(),
                event.integer("depth").orElse(0),
                event.array("prev_events").orElse(JsonArray.EMPTY),
                event.array("auth_events").orElse(JsonArray.EMPTY),
                content.string("join_authorised_via_users_server")
                        .filter(voucher -> version.rules().restrictedJoinRule())
                        .flatMap(UserId::tryParse));
    }

    /// The place after an event, where nobody else proposes one.
    static Template after(Event event) {
        RoomRules rules = event.rules();
        RoomVersion version =
                Arrays.stream(RoomVersion.values())
                        .filter(each -> each.rules().equals(rules))
                        .findFirst()
                        .orElseThrow();
        JsonArray reference =
                EventReferences.toJson(
                        List.of(event.eventId()),
                        rules,
                        id -> EventHasher.referenceHash(event.json(), rules));
        return new Template(
                version,
                true,
                Math.min(event.depth(), rules.maxDepth() - 1) + 1,
                reference,
                reference,
                Optional.empty());
    }

    private static void require(JsonObject object, String name, String expected) {
        if (!object.string(name).equals(Optional.of(expected))) {
            throw Refusals.nonsense("the template has another " + name);
        }
    }
}
