package org.stoa.rooms.send;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;

/// What a room's policy server says of events before they are taken into the room. Thread-safe.
///
/// Spec: server-server-api#policy-servers (v1.19).
public interface Recommendations {
    /// No room has a policy server.
    Recommendations NOT_NEEDED =
            new Recommendations() {
                @Override
                public boolean areNeeded(RoomHead head, String type, Optional<String> stateKey) {
                    return false;
                }

                @Override
                public Event recommended(Room room, Event event) {
                    return event;
                }

                @Override
                public Map<EventId, Answer> answers(Room room, List<Event> events) {
                    return Map.of();
                }
            };

    /// What a policy server says of an event.
    ///
    /// @param event with its signature, when it recommends the event
    /// @param objection why it does not
    record Answer(Event event, Optional<String> objection) {}

    /// Whether the room has a policy server that is asked about such an event. Looks at memory only, but for what is not cached:
    /// it is called under the room's lock.
    boolean areNeeded(RoomHead head, String type, Optional<String> stateKey);

    /// Returns the event with a valid signature of the policy server, as it came or as that server gives one; without one when a
    /// user leaves while that server cannot be asked. Blocks while it is asked, so never under the room's lock.
    ///
    /// Errors: what the policy server says when it refuses; M_FORBIDDEN when its signature is wrong; M_UNKNOWN with status 502
    /// when it cannot be asked.
    Event recommended(Room room, Event event);

    /// Returns what the policy server says of events that others sent, by their ids. It is asked about some of them at once, and
    /// for a bounded time; those that it was not asked about in that time are left out.
    Map<EventId, Answer> answers(Room room, List<Event> events);
}
