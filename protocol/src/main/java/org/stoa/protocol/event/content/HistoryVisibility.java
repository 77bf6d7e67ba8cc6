package org.stoa.protocol.event.content;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;

/// Who may see what happened in a room.
///
/// Spec: client-server-api#room-history-visibility (v1.19).
public enum HistoryVisibility {
    WORLD_READABLE("world_readable"),
    SHARED("shared"),
    INVITED("invited"),
    JOINED("joined");

    private final String text;

    HistoryVisibility(String text) {
        this.text = text;
    }

    /// Returns the visibility that the event sets; [#SHARED] without an event, or when its value is not known.
    public static HistoryVisibility in(@Nullable Event event) {
        return event == null
                ? SHARED
                : of(event.content().string("history_visibility").orElse(SHARED.text));
    }

    /// Returns the visibility of this name; [#SHARED] for any other text.
    public static HistoryVisibility of(String text) {
        for (HistoryVisibility visibility : values()) {
            if (visibility.text.equals(text)) {
                return visibility;
            }
        }
        return SHARED;
    }

    /// Returns the name as it stands in events.
    public String text() {
        return text;
    }
}
