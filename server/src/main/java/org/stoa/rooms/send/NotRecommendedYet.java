package org.stoa.rooms.send;

import org.stoa.protocol.event.Event;

/// Leaves a room's lock with an event that its policy server has to be asked about first. An exception, since it ends a story in
/// the middle, which is then told again from its beginning; nobody outside of {@link EventSender} sees it.
final class NotRecommendedYet extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Event event;

    NotRecommendedYet(Event event) {
        super("A policy server is to be asked", null, false, false);
        this.event = event;
    }

    Event event() {
        return event;
    }
}
