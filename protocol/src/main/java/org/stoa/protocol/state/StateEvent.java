package org.stoa.protocol.state;

import org.stoa.protocol.event.Event;

/// A state event and whether it was rejected when it was received.
public record StateEvent(Event event, boolean rejected) {}
