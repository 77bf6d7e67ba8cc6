package org.stoa.ephemeral;

import java.util.Locale;
import java.util.Optional;

/// How reachable a user is, the most reachable first.
///
/// Spec: client-server-api#presence (v1.19).
public enum PresenceState {
    /// Connected.
    ONLINE,
    /// Idle.
    UNAVAILABLE,
    /// Not connected, or not to be seen.
    OFFLINE;

    /// The state that a word of the specification names, or of the API v1.
    public static Optional<PresenceState> of(String text) {
        if (text.equals("free_for_chat")) {
            // The API v1 had it beside online.
            return Optional.of(ONLINE);
        }
        for (PresenceState state : values()) {
            if (state.text().equals(text)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /// The word of the specification.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
