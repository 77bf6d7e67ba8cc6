package org.stoa.sync.v3;

import java.util.List;
import java.util.Set;
import org.stoa.http.JsonBuffer;

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

    /// Writes the room as a member, or its beginning when it has a large state, which comes last.
    WrittenRoom write(RoomScope scope, JsonBuffer out) {
        Set<Long> changed = state.changedKeys(scope);
        EventTexts.Timeline told = texts.of(scope, timeline.read(scope));
        StateWalk walk = state.read(scope, told.page(), changed, List.of());
        List<byte[]> stateEvents = walk.next(scope);
        out.name(scope.roomId()).beginObject();
        told.write(out);
        out.events("account_data", List.of());
        return walk.begin(scope, stateEvents, out);
    }
}
