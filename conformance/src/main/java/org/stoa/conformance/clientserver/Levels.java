package org.stoa.conformance.clientserver;

import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Changes of one entry of a room's power levels, in rooms of any version.
final class Levels {
    private static final String TYPE = "m.room.power_levels";

    private Levels() {}

    /// The power levels of a room with another value of one key.
    static Json with(User reader, String room, String key, Object value) {
        return reader.state(room, TYPE, "").with(key, value);
    }

    /// Sets one key of the power levels.
    static void set(User owner, String room, String key, Object value) {
        owner.setState(room, TYPE, "", with(owner, room, key, value));
    }

    /// The power levels of a room with another level for one user.
    static Json granting(User reader, String room, User other, long level) {
        Json levels = reader.state(room, TYPE, "");
        Json users = levels.find("users").orElse(Json.EMPTY).with(other.id(), level);
        return levels.with("users", users);
    }

    /// Gives a user a level.
    static void grant(User owner, String room, User other, long level) {
        owner.setState(room, TYPE, "", granting(owner, room, other, level));
    }
}
