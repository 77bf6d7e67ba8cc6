package org.stoa.ephemeral;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;

/// The presence of a user at one moment.
///
/// @param state how reachable he is
/// @param lastActiveAgo milliseconds since he last did something; null when that is not known
/// @param statusMessage what he says of himself; null for nothing
public record UserPresence(
        PresenceState state, @Nullable Long lastActiveAgo, @Nullable String statusMessage) {

    /// Of somebody of whom nothing is to be told.
    public static final UserPresence OFFLINE = new UserPresence(PresenceState.OFFLINE, null, null);

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

    /// As an event, of which the content is what the endpoints show.
    ///
    /// Spec: client-server-api#mpresence (v1.19).
    public JsonObject toEvent(UserId user) {
        return event(user, toJson());
    }

    /// As an event of the API before v2, whose content names the user too.
    public JsonObject toOldEvent(UserId user) {
        return event(user, toJson().toBuilder().put("user_id", user.toString()).build());
    }

    private static JsonObject event(UserId user, JsonObject content) {
        return JsonObject.of("type", "m.presence", "sender", user.toString(), "content", content);
    }
}
