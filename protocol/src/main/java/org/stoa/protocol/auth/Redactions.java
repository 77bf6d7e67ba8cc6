package org.stoa.protocol.auth;

import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.PowerLevels;

/// Whether a redaction that is in a room takes effect.
///
/// Spec: rooms/v3#handling-redactions (v1.19).
public final class Redactions {

    private Redactions() {}

    /// Whether the redaction, which was authorised, redacts the target.
    ///
    /// @param levels the power levels of the room at the redaction
    public static boolean applies(Event redaction, Event target, PowerLevels levels) {
        if (!redaction.roomId().equals(target.roomId())
                || redaction.redacts().filter(target.eventId()::equals).isEmpty()) {
            return false;
        }
        // In room versions 1 and 2, redactions were explicitly part of the authorisation rules.
        if (redaction.rules().redactionAuthRule()) {
            return true;
        }
        // 1. The power level of the redaction event's `sender` is greater than or equal to the
        // *redact level*.
        // 2. The domain of the redaction event's `sender` matches that of the original event's
        // `sender`.
        return levels.user(redaction.sender()) >= levels.redact()
                || redaction.sender().server().equals(target.sender().server());
    }
}
