package org.stoa.sync.v3;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.stoa.platform.token.TimelineToken;
import org.stoa.rooms.event.StoredEvent;

/// The newest events of a room's part of the stream.
///
/// @param events oldest first
/// @param limited whether there are more between them and what the client has
/// @param previous where older events begin
record TimelinePage(List<StoredEvent> events, boolean limited, TimelineToken previous) {

    TimelinePage {
        events = List.copyOf(events);
    }

    /// Numbers of the events.
    Set<Long> numbers() {
        Set<Long> numbers = new HashSet<>();
        for (StoredEvent event : events) {
            numbers.add(event.event());
        }
        return numbers;
    }

    /// The same without the first so many events.
    TimelinePage from(int first) {
        return first == 0
                ? this
                : new TimelinePage(
                        events.subList(first, events.size()),
                        true,
                        new TimelineToken(events.get(first).ord() - 1));
    }

    /// Whether it brings no news.
    boolean isEmpty() {
        return events.isEmpty() && !limited;
    }
}
