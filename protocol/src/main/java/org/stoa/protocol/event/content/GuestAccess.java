package org.stoa.protocol.event.content;

import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;

/// Whether guests may join a room.
///
/// Spec: client-server-api#mroomguest_access (v1.19).
public enum GuestAccess {
    CAN_JOIN("can_join"),
    FORBIDDEN("forbidden");

    private final String text;

    GuestAccess(String text) {
        this.text = text;
    }

    /// Returns what the event says; [#FORBIDDEN] without an event, or when its value is not known.
    public static GuestAccess in(@Nullable Event event) {
        boolean canJoin =
                event != null
                        && event.content()
                                .string("guest_access")
                                .filter(CAN_JOIN.text::equals)
                                .isPresent();
        return canJoin ? CAN_JOIN : FORBIDDEN;
    }

    /// Returns the name as it stands in events.
    public String text() {
        return text;
    }
}
