package org.stoa.bridge;

import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.UserId;

/// What the homeserver asks about names of the service's namespaces that it does not know. The homeserver waits, and so does
/// somebody behind it: what takes long belongs elsewhere.
///
/// Spec: application-service-api#querying (v1.19).
public interface Queries {

    /// Knows no user and no room.
    Queries NONE = new Queries() {};

    /// Whether there is such a user; when true, it was registered before the return.
    default boolean userExists(UserId user) {
        return false;
    }

    /// Whether there is such a room; when true, it was made, with the alias, before the return.
    default boolean aliasExists(RoomAlias alias) {
        return false;
    }
}
