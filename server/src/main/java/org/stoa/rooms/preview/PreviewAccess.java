package org.stoa.rooms.preview;

import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.RestrictedJoins;

/// Decides who may have the summary of a room. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv1roomsroomidhierarchy, #get_matrixclientv1room_summaryroomidoralias (v1.19).
public final class PreviewAccess {
    private final RoomSummaries summaries;
    private final RestrictedJoins restricted;

    /// Creates it.
    public PreviewAccess(RoomSummaries summaries, RestrictedJoins restricted) {
        this.summaries = summaries;
        this.restricted = restricted;
    }

    /// The user's membership; LEAVE when he never had one.
    public Membership membership(Requester requester, Room room) {
        return summaries.state(room).membership(requester.userId());
    }

    /// Whether a user, or somebody who did not say who he is, may have the summary.
    public boolean mayPreview(Optional<Requester> requester, Room room) {
        StateView state = summaries.state(room);
        JoinRules joinRules = JoinRules.of(state.get("m.room.join_rules", ""));
        // The room's history_visibility is set to world_readable.
        if (RoomSummaries.isWorldReadable(state)) {
            return true;
        }
        if (requester.isEmpty()) {
            return isOpenToStrangers(room, joinRules.rule());
        }
        return switch (state.membership(requester.get().userId())) {
            case JOIN, INVITE, KNOCK -> true;
            case BAN -> false;
            case LEAVE ->
                    isOpenToStrangers(room, joinRules.rule())
                            // ... or to restricted, provided the user meets one of the conditions.
                            || (RestrictedJoins.isRestricted(joinRules.rule(), room.rules())
                                    && restricted.isAllowed(requester.get().userNid(), joinRules));
        };
    }

    /// Whether a user, or somebody who did not say who he is, may have the summary that another server gives of a room.
    public boolean mayPreview(Optional<Requester> requester, RemoteSummary summary) {
        return switch (summary.joinRule()) {
            case "public", "knock", "knock_restricted" -> true;
            default ->
                    summary.isWorldReadable()
                            || requester.filter(user -> isKnownTo(user, summary)).isPresent();
        };
    }

    private boolean isKnownTo(Requester user, RemoteSummary summary) {
        return switch (membershipElsewhere(user, summary.room())) {
            case INVITE, KNOCK, JOIN -> true;
            case BAN -> false;
            case LEAVE ->
                    summary.joinRule().equals("restricted")
                            && restricted.isAllowed(user.userNid(), summary.allowedRooms());
        };
    }

    /// The user's membership of a room that this server is not in; LEAVE when he has none.
    public Membership membershipElsewhere(Requester requester, RoomId room) {
        return restricted.membershipElsewhere(requester.userNid(), room);
    }

    /// Whether this server takes part in the room, so that what it knows of it is true.
    public boolean isHere(Room room) {
        return restricted.isHere(room);
    }

    /// Whether some user of another server may join the room, read it or have its summary.
    ///
    /// Spec: server-server-api#get_matrixfederationv1hierarchyroomid (v1.19).
    public boolean mayPreview(ServerName server, Room room) {
        if (!isHere(room)) {
            return false;
        }
        StateView state = summaries.state(room);
        JoinRules joinRules = JoinRules.of(state.get("m.room.join_rules", ""));
        return RoomSummaries.isWorldReadable(state)
                || isOpenToStrangers(room, joinRules.rule())
                || restricted.knowsOf(server, room)
                || (RestrictedJoins.isRestricted(joinRules.rule(), room.rules())
                        && restricted.isAllowed(server, joinRules));
    }

    /// Whether anybody may join the room or knock on it.
    private static boolean isOpenToStrangers(Room room, JoinRule rule) {
        return switch (rule) {
            case PUBLIC -> true;
            case KNOCK -> room.rules().knocking();
            case KNOCK_RESTRICTED -> room.rules().knockRestrictedJoinRule();
            case INVITE, RESTRICTED, PRIVATE, UNKNOWN -> false;
        };
    }
}
