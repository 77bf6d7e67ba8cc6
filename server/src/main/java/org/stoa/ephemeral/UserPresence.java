package org.stoa.ephemeral;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.JsonObject;

/// The presence of a user at one moment.
///
/// @param state how reachable he is
/// @param lastActiveAgo milliseconds since he last did something; null when that is not known
/// @param statusMessage what he says of himself; null for nothing
public record UserPresence(
        PresenceState state, @Nullable Long lastActiveAgo, @Nullable String statusMessage) {

    /// As the endpoints show it: `presence`, and of the others what is known.
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("presence", state.text())
                .putIfPresent(
                        "last_active_ago",
                        lastActiveAgo == null
                                ? OptionalLong.empty()
                                : OptionalLong.of(lastActiveAgo))
                .putIfPresent("status_msg", Optional.ofNullable(statusMessage))
                .put("currently_active", state == PresenceState.ONLINE)
                .build();
    }
}
