package org.stoa.sync.v3;

import java.util.List;
import java.util.Set;
import org.stoa.http.JsonBuffer;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.storage.rooms.MembershipRepository;

/// A room under `rooms.leave`: what happened up to the moment at which the reader left, or was kept out.
///
/// Spec: client-server-api#get_matrixclientv3sync, `Left Room` (v1.19).
final class LeftRoomSection {
    private final TimelineSection timeline;
    private final StateSection state;
    private final EventTexts texts;
    private final EventStore events;
    private final MembershipRepository memberships = new MembershipRepository();

    LeftRoomSection(
            TimelineSection timeline, StateSection state, EventTexts texts, EventStore events) {
        this.events = events;
        this.timeline = timeline;
        this.state = state;
        this.texts = texts;
    }

    /// Writes the room as a member, or its beginning when it has a large state, which comes last.
    WrittenRoom write(RoomScope scope, JsonBuffer out) {
        Set<Long> changed = state.changedKeys(scope);
        EventTexts.Timeline told = texts.of(scope, withEndOutside(scope, timeline.read(scope)));
        StateWalk walk = state.read(scope, told.page(), changed, List.of());
        List<byte[]> stateEvents = walk.next(scope);
        out.name(scope.roomId()).beginObject();
        told.write(out);
        out.events("account_data", List.of());
        return walk.begin(scope, stateEvents, out);
    }

    /// Of an invite or a knock that ended while this server was not in the room, the member event is all there is, and it has
    /// no place in the timeline.
    private TimelinePage withEndOutside(RoomScope scope, TimelinePage page) {
        if (!page.events().isEmpty()) {
            return page;
        }
        return memberships
                .of(scope.tx(), scope.request().user(), scope.nid())
                .filter(row -> row.event() != 0)
                .filter(row -> scope.task().from() < row.pos() && row.pos() <= scope.task().to())
                .map(row -> events.get(scope.tx(), row.event()))
                .filter(event -> (event.header().flags() & EventFlags.OUT_OF_BAND) != 0)
                .filter(scope.request().filter().timeline()::wants)
                .map(end -> new TimelinePage(List.of(end), page.limited(), page.previous()))
                .orElse(page);
    }
}
