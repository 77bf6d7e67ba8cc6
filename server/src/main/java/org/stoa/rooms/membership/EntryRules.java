package org.stoa.rooms.membership;

import java.util.Optional;
import org.stoa.accounts.data.InvitePermissions;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.GuestAccess;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;

/// What this server sees to before it lets a user of its own into a room, and what the rules of the room cannot check:
/// guest access, the conditions of restricted rooms, and that who is invited can be reached.
///
/// Spec: client-server-api#guest-access, #restricted-rooms (v1.19).
final class EntryRules {
    private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

    private final ServerName serverName;
    private final RestrictedJoins restricted;
    private final InvitePermissions permissions;

    EntryRules(ServerName serverName, RestrictedJoins restricted, InvitePermissions permissions) {
        this.serverName = serverName;
        this.restricted = restricted;
        this.permissions = permissions;
    }

    /// The content of the join of a user who may come in, with who vouches for it where the room wants that.
    ///
    /// Errors: M_FORBIDDEN when the user meets no condition of a restricted room, or only another server could let him in; M_GUEST_ACCESS_FORBIDDEN.
    JsonObject join(Room room, StateView state, Requester requester, JsonObject content) {
        // Only this server says who vouches, never the client.
        JsonObject own = content.without(AUTHORISED_VIA);
        Membership now = state.membership(requester.userId());
        if (now == Membership.JOIN) {
            return own;
        }
        requireHere(room);
        requireGuestAccess(state, requester);
        JoinRules joinRules = JoinRules.of(state.get("m.room.join_rules", ""));
        if (!restricted.needsVoucher(room, state, requester.userId())) {
            return own;
        }
        // "If no conditions can be verified or no conditions are satisfied, the user will not be
        // able to join."
        if (!restricted.isAllowed(requester.userNid(), joinRules)) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    "You are neither invited nor in one of the rooms whose members may join");
        }
        Optional<UserId> authoriser = restricted.authoriser(room, state);
        return own.with(
                AUTHORISED_VIA,
                new JsonString(
                        authoriser
                                .orElseThrow(
                                        () ->
                                                new MatrixException(
                                                        ErrorCode.FORBIDDEN,
                                                        "No member of this server may let you in"))
                                .toString()));
    }

    /// Refuses what this server cannot do alone, in a room that its last user has left and others are in.
    ///
    /// Errors: M_FORBIDDEN.
    void requireHere(Room room) {
        if (!restricted.isHere(room)) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN,
                    "Nobody of this server is in the room, so another server has to let you in");
        }
    }

    /// The content without what only a join may say: later member events must not repeat it.
    static JsonObject withoutVoucher(JsonObject content) {
        return content.without(AUTHORISED_VIA);
    }

    private static void requireGuestAccess(StateView state, Requester requester) {
        GuestAccess access = GuestAccess.in(state.get("m.room.guest_access", ""));
        if (requester.guest() && access != GuestAccess.CAN_JOIN) {
            throw new MatrixException(
                    ErrorCode.GUEST_ACCESS_FORBIDDEN, "The room does not let guests in");
        }
    }

    /// Refuses to invite a user of this server who wants no invite of this user. Those of other servers, these know.
    ///
    /// Errors: M_INVITE_BLOCKED.
    void requireInvitable(Requester inviter, UserId target) {
        if (isLocal(target)) {
            permissions.requireNotBlocked(inviter.userId(), target);
        }
    }

    /// Whether a user is one of this server's.
    boolean isLocal(UserId user) {
        return user.server().equals(serverName);
    }
}
