package org.stoa.protocol.state;

import java.util.Comparator;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.CanonicalJson;

/// How events are ordered when nothing else tells them apart.
final class EventOrder {

    /// By `origin_server_ts`, then by id.
    static final Comparator<Event> BY_TIME_AND_ID =
            Comparator.comparingLong(Event::originServerTs)
                    .thenComparing(
                            event -> event.eventId().text(), CanonicalJson::compareByCodePoint);

    private EventOrder() {}
}
