package org.stoa.federation.pdu;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;

/// What came of PDUs that another server sent.
///
/// @param events those that may be believed, in the order in which they came, each once; redacted where the hash was wrong
/// @param refused the others
/// @param emptied which of the events were redacted because their hash was wrong
public record Reading(List<Event> events, List<Refused> refused, Set<EventId> emptied) {
    public Reading {
        events = List.copyOf(events);
        refused = List.copyOf(refused);
        emptied = Set.copyOf(emptied);
    }

    /// A PDU that nothing is kept of.
    ///
    /// @param eventId empty when not even that can be said
    /// @param reason why, for the server that sent it and for logs; nothing of the PDU stands in it but ids and types
    /// @param isFinal false when it may be believed another time, with keys that could not be had now
    public record Refused(Optional<EventId> eventId, String reason, boolean isFinal) {}

    /// The event with this id.
    public Optional<Event> find(EventId eventId) {
        return events.stream().filter(event -> event.eventId().equals(eventId)).findFirst();
    }
}
