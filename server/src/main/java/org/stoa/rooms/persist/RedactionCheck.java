package org.stoa.rooms.persist;

import org.stoa.protocol.auth.Redactions;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.head.StateView;

/// Says whether a redaction that is in a room takes the content of an event.
///
/// Spec: rooms/v3#handling-redactions (v1.19).
public final class RedactionCheck {
    private final ServerName serverName;

    /// Creates it for this server.
    public RedactionCheck(ServerName serverName) {
        this.serverName = serverName;
    }

    /// Whether it does. Another server answers for its users: one of them may redact what another of them sent. Of the users
    /// of this server only the sender may, or who has the power.
    ///
    /// @param state the state of the room at the redaction
    public boolean applies(Event redaction, Event target, StateView state) {
        if (target.type().equals("m.room.create")) {
            return false;
        }
        return redaction.sender().server().equals(serverName)
                ? mayRedact(redaction.sender(), target, state)
                : Redactions.applies(redaction, target, state.powerLevels());
    }

    /// Whether a user of this server may take an event's content: his own, or any with the power to redact.
    public static boolean mayRedact(UserId user, Event target, StateView state) {
        if (target.type().equals("m.room.create")) {
            return false;
        }
        return target.sender().equals(user) || mayRedactAll(user, state);
    }

    /// Whether a user has the power to redact what others sent.
    public static boolean mayRedactAll(UserId user, StateView state) {
        PowerLevels power = state.powerLevels();
        return power.user(user) >= power.redact();
    }
}
