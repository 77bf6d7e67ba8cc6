package org.stoa.federation.fetch;

import java.util.Collection;
import org.stoa.protocol.event.Event;

/// What a server says when it is asked for the events below another one.
public sealed interface Below {
    /// What it gave: at least one.
    record Given(Collection<Event> events) implements Below {}

    /// It answered, and gave nothing of what the event names, or nothing that could ever be an event.
    record Withheld() implements Below {}

    /// It does not do that: it does not know the room or the event, or does not let this server see it. Or what it gave is
    /// signed with keys that cannot be had.
    record Refused() implements Below {}

    /// It was not reached, broke down or had too much to do: the same may be asked again.
    record NoAnswer() implements Below {}
}
