package org.stoa.sync.v3;

import java.util.List;
import java.util.Set;
import org.stoa.rooms.event.StoredEvent;

/// A room under `rooms.leave`: what happened up to the moment at which the reader left, or was kept out.
///
/// Spec: client-server-api#get_matrixclientv3sync, `Left Room` (v1.19).
final class LeftRoomSection {
    private final TimelineSection timeline;
    private final StateSection state;
    private final EventTexts texts;

    LeftRoomSection(TimelineSection timeline, StateSection state, EventTexts texts) {
        this.timeline = timeline;
        this.state = state;
        this.texts = texts;
    }

    /// Writes the room as a member.
    void write(RoomScope scope, JsonBuffer out) {
        Set<Long> changed = state.changedKeys(scope);
        TimelinePage page = timeline.read(scope);
        List<StoredEvent> stateEvents = state.read(scope, page, changed, List.of());
        out.name(scope.roomId()).beginObject();
        out.name("timeline").beginObject();
        out.array("events", texts.of(scope, page));
        out.member("limited", page.limited());
        out.member("prev_batch", page.previous().toString());
        out.endObject();
        out.events(scope.request().stateForm().member(), texts.of(scope, stateEvents));
        out.events("account_data", List.of());
        out.endObject();
    }
}
