package org.stoa.accounts.profile;

import java.util.Optional;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// The profiles of all users, wherever they are. Thread-safe.
public final class AllProfiles {
    private final ServerName serverName;
    private final Profiles own;
    private final OtherProfiles others;

    /// Finds the users of this server in one place, others in another.
    public AllProfiles(ServerName serverName, Profiles own, OtherProfiles others) {
        this.serverName = serverName;
        this.own = own;
        this.others = others;
    }

    /// Returns a profile; empty when there is none. Errors: those of [OtherProfiles#find].
    public Optional<JsonObject> find(UserId userId) {
        if (!isOwn(userId)) {
            return others.find(userId, null);
        }
        own.meet(userId);
        return own.find(userId);
    }

    /// Returns one field of a profile; empty when it is not set, or there is no such profile. Errors: as above.
    public Optional<Json> field(UserId userId, ProfileField field) {
        return isOwn(userId)
                ? own.field(userId, field)
                : others.find(userId, field.name()).map(profile -> profile.get(field.name()));
    }

    /// Whether it is a user of this server, so that nobody else is asked.
    public boolean isOwn(UserId userId) {
        return userId.server().equals(serverName);
    }
}
