package org.stoa.protocol.state;

import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.RoomMember;

/// Which events might take somebody's ability to do something.
///
/// Spec: rooms/v2#definitions, "Power events" (v1.19).
final class PowerEvents {

    private PowerEvents() {}

    /// Whether it is the power levels, the join rules, or a kick or ban of somebody else. The first two have an empty state
    /// key, as their definitions in the client-server API say; with another one they are events like any other.
    static boolean isPowerEvent(Event event) {
        return event.isState(EventTypes.POWER_LEVELS, "")
                || event.isState(EventTypes.JOIN_RULES, "")
                || removesSomebody(event);
    }

    private static boolean removesSomebody(Event event) {
        if (!event.type().equals(EventTypes.MEMBER)) {
            return false;
        }
        Membership membership = RoomMember.of(event).membership().orElse(Membership.JOIN);
        return (membership == Membership.LEAVE || membership == Membership.BAN)
                && event.stateKey().filter(event.sender().toString()::equals).isEmpty();
    }
}
