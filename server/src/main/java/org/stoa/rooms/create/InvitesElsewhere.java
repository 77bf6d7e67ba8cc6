package org.stoa.rooms.create;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Parallel;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.membership.MembershipChanges;

/// Invites users of other servers into a room that was made. Their servers sign an invite before it is sent, so they are asked side by
/// side: who makes the room waits for the slowest of them and not for all in turn. Thread-safe; blocks while servers are asked.
public final class InvitesElsewhere {
    /// Users who are invited side by side into one room. Their invites follow the same event; the next event of the room can name so
    /// many.
    private static final int AT_ONCE = 20;

    private final MembershipChanges memberships;
    private final Parallel parallel;

    /// Creates it.
    ///
    /// @param parallel where servers are asked, for all rooms
    public InvitesElsewhere(MembershipChanges memberships, Parallel parallel) {
        this.memberships = memberships;
        this.parallel = parallel;
    }

    private record Refusal(UserId user, MatrixException reason) {}

    /// Invites users by member events, and returns who could not be invited, with the reasons, in their order.
    Map<UserId, MatrixException> invite(
            Requester requester, Room room, Map<UserId, JsonObject> contents) {
        List<Map.Entry<UserId, JsonObject>> all = List.copyOf(contents.entrySet());
        Map<UserId, MatrixException> notInvited = new LinkedHashMap<>();
        for (int at = 0; at < all.size(); at += AT_ONCE) {
            List<Map.Entry<UserId, JsonObject>> some =
                    all.subList(at, Math.min(at + AT_ONCE, all.size()));
            parallel
                    .map(some, one -> refusal(requester, room, one.getKey(), one.getValue()))
                    .stream()
                    .flatMap(Optional::stream)
                    .forEach(refusal -> notInvited.put(refusal.user(), refusal.reason()));
        }
        return notInvited;
    }

    /// Why the user could not be invited; empty when he is.
    private Optional<Refusal> refusal(
            Requester requester, Room room, UserId invited, JsonObject content) {
        try {
            memberships.invite(requester, room, invited, content);
            return Optional.empty();
        } catch (MatrixException refused) {
            return Optional.of(new Refusal(invited, refused));
        }
    }
}
