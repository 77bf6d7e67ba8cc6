package org.stoa.rooms.receive;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;

/// A state as another server gave it, with the auth chains of its events. It may be larger than the memory: only ids are had at
/// once.
public interface GivenState {

    /// The create event of the state, checked for format, signatures and hashes.
    Optional<Event> create();

    /// The ids of the events of the state, without their auth chains.
    List<EventId> state();

    /// Hands over all events that may be believed, those of the auth chains too, few at a time: each once, checked for format,
    /// signatures and hashes, and after its auth events as far as these are among them.
    void forEachBatch(Consumer<List<Event>> reader);
}
