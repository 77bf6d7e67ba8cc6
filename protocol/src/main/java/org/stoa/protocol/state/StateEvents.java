package org.stoa.protocol.state;

import java.util.Collection;
import java.util.Map;
import org.stoa.protocol.event.Event;

/// Where a resolution gets the events of the room from. It asks for the full conflicted set and for the auth events of it at
/// once, and for single events of the unconflicted state that the authorisation rules look at.
public interface StateEvents {

    /// Returns the events with these numbers; those that are not here are left out.
    Map<Long, StateEvent> load(Collection<Long> events);

    /// Returns the number of a state key; 0 when no event of the room has it.
    long stateKey(String type, String stateKey);

    /// Returns the create event that the room id implies; asked only in room versions where it does.
    Event create();
}
