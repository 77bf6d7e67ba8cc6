package org.stoa.rooms.receive;

import java.util.List;
import org.stoa.protocol.id.EventId;

/// What became of an event that another server made.
///
/// Spec: server-server-api#checks-performed-on-receipt-of-a-pdu (v1.19).
public sealed interface Verdict {
    /// Whether the event counts in the room's graph as its sender meant it to, now or when later events name it.
    default boolean isAllowed() {
        return this instanceof Accepted || this instanceof SoftFailed;
    }

    /// It is in the room.
    record Accepted() implements Verdict {}

    /// It is allowed at its own place, but not by the current state: kept, and hidden until later events name it.
    ///
    /// @param reason why; the step of the authorisation rules first
    record SoftFailed(String reason) implements Verdict {}

    /// It breaks the room's rules: kept, so that it is not asked for again, but without effect.
    ///
    /// @param reason why; the step of the authorisation rules first
    record Rejected(String reason) implements Verdict {}

    /// Nothing was kept of it.
    ///
    /// @param missing the events that have to be here before, when that is the reason
    record Dropped(Reason reason, List<EventId> missing) implements Verdict {
        public Dropped {
            missing = List.copyOf(missing);
        }

        static Dropped because(Reason reason) {
            return new Dropped(reason, List.of());
        }
    }

    /// Why nothing was kept.
    enum Reason {
        /// Prev events are not here, or have no place here, and no state before the event was given.
        MISSING_PREV_EVENTS,
        /// Auth events are not here.
        MISSING_AUTH_EVENTS,
        /// It names another room, or its id is that of an event of another room.
        OTHER_ROOM,
        /// Nobody of this server is in the room.
        NOT_IN_ROOM
    }
}
