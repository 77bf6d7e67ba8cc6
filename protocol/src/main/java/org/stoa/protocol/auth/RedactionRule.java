package org.stoa.protocol.auth;

import java.util.Optional;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;

/// Rule 11 of room versions 1 and 2: redactions.
final class RedactionRule {

    private RedactionRule() {}

    static AuthResult check(Check check) {
        String redaction = check.steps().redaction();
        // 11.1. If the `sender`'s power level is greater than or equal to the *redact level*,
        // allow.
        if (check.senderLevel() >= check.levels().redact()) {
            return check.allow(redaction + ".1");
        }
        // 11.2. If the domain of the `event_id` of the event being redacted is the same as the
        // domain of the `event_id`
        // of the `m.room.redaction`, allow.
        Optional<ServerName> server = check.event().eventId().server();
        if (server.isPresent() && check.event().redacts().flatMap(EventId::server).equals(server)) {
            return check.allow(redaction + ".2");
        }
        // 11.3. Otherwise, reject.
        return check.reject(
                redaction + ".3", "The sender's power level is too low to redact this event");
    }
}
