package org.stoa.conformance.federation;

import org.stoa.conformance.client.Json;
import org.stoa.conformance.client.User;

/// Changes of power levels.
final class Levels {
    private Levels() {}

    /// Gives a user a level; returns the id of the event.
    static String give(User giver, String room, User taker, int level) {
        Json levels = giver.state(room, "m.room.power_levels", "");
        Json users = levels.find("users").orElse(Json.EMPTY).with(taker.id(), level);
        return giver.setState(room, "m.room.power_levels", "", levels.with("users", users));
    }
}
