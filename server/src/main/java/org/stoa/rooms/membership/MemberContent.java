package org.stoa.rooms.membership;

import java.util.List;
import java.util.Optional;
import org.stoa.accounts.profile.Profiles;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// The content of member events: a membership with the name and picture of the user's profile.
///
/// Spec: client-server-api#mroommember (v1.19).
public final class MemberContent {
    /// Members of a join that are the server's to set, or a part of the request only.
    private static final List<String> MANAGED =
            List.of(
                    "membership",
                    "displayname",
                    "avatar_url",
                    "reason",
                    "third_party_invite",
                    "third_party_signed");

    private final ServerName serverName;
    private final Profiles profiles;

    /// Creates it for this server.
    public MemberContent(ServerName serverName, Profiles profiles) {
        this.serverName = serverName;
        this.profiles = profiles;
    }

    /// Makes sure that a user who is about to be invited is there, if somebody can make him. Before a lock is taken.
    public void meet(UserId user) {
        profiles.meet(user);
    }

    /// The content for a join: what the client has asked for, under what the server says. The specification knows only
    /// `reason` of the former; clients put more into their joins, and servers have always passed it on.
    JsonObject ofJoin(UserId user, JsonObject own) {
        JsonObject.Builder content = own.toBuilder();
        MANAGED.forEach(content::remove);
        return content.putAll(of(user, Membership.JOIN, own.string("reason"))).build();
    }

    /// The content for a membership of a user, with the profile when the user is one of this server's and is to be seen
    /// with it (joined, invited, knocking).
    public JsonObject of(UserId user, Membership membership, Optional<String> reason) {
        JsonObject.Builder content = JsonObject.builder().put("membership", membership.text());
        boolean seen = membership != Membership.LEAVE && membership != Membership.BAN;
        if (seen && user.server().equals(serverName)) {
            JsonObject profile = profiles.find(user).orElse(JsonObject.EMPTY);
            profile.string("displayname").ifPresent(name -> content.put("displayname", name));
            profile.string("avatar_url").ifPresent(picture -> content.put("avatar_url", picture));
        }
        reason.ifPresent(text -> content.put("reason", text));
        return content.build();
    }
}
