package org.stoa.sync.v3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.token.TimelineToken;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventFilter;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventRepository;

/// `timeline`: the newest events of the room that the reader may see and wants, back to what the client has or to the
/// limit of the filter.
///
/// Spec: client-server-api#syncing (v1.19).
final class TimelineSection {
    private static final int DEFAULT_LIMIT = 10;

    /// Events that are looked at for one room: what is hidden or filtered out is looked at too.
    private static final int MAX_SCANNED = 2_000;

    private final EventStore events;
    private final Names names;
    private final EventRepository repository = new EventRepository();

    TimelineSection(EventStore events, Names names) {
        this.events = events;
        this.names = names;
    }

    TimelinePage read(RoomScope scope) {
        EventFilter filter = scope.request().filter().timeline();
        if (!filter.wantsRoom(scope.roomId())) {
            return new TimelinePage(new ArrayList<>(), false, lastPlace(scope));
        }
        int limit = filter.limit().orElse(DEFAULT_LIMIT);
        RoomTask task = scope.task();
        NewestFirst walk =
                new NewestFirst(events, scope.tx(), scope.room(), task.from(), task.to());
        RelatedWalk related = new RelatedWalk(walk, filter.relatedBy(), scope.tx(), names);
        Deque<StoredEvent> page = new ArrayDeque<>();
        boolean limited = false;
        int scanned = 0;
        long bytes = 0;
        @Nullable StoredEvent event;
        while ((event = related.next()) != null) {
            boolean isFull = page.size() == limit || bytes >= EventTexts.MAX_BYTES;
            boolean isEnough = isFull && scope.isNew();
            if (isEnough || scanned++ == MAX_SCANNED) {
                limited = true;
                break;
            }
            if (!wants(scope, filter, event) || !related.isRelated(event)) {
                continue;
            }
            if (isFull) {
                limited = true;
                break;
            }
            page.addFirst(event);
            bytes += event.length();
        }
        // Of a room that was joined again the client may have an older part, so it must be told of
        // the gap.
        return page(scope, page, limited || walk.endsAtGap() || scope.isNewlyJoined());
    }

    private TimelinePage page(RoomScope scope, Deque<StoredEvent> page, boolean limited) {
        TimelineToken previous =
                page.isEmpty() ? lastPlace(scope) : new TimelineToken(page.getFirst().ord() - 1);
        return new TimelinePage(new ArrayList<>(page), limited, previous);
    }

    private TimelineToken lastPlace(RoomScope scope) {
        return lastPlace(scope.tx(), scope.nid(), scope.task().to());
    }

    private TimelineToken lastPlace(Tx tx, long room, long position) {
        return new TimelineToken(repository.ordAt(tx, room, position));
    }

    private static boolean wants(RoomScope scope, EventFilter filter, StoredEvent event) {
        boolean ignored =
                !event.isState() && scope.user().ignored().contains(event.header().sender());
        return !ignored && filter.wants(event) && maySee(scope, event);
    }

    /// The reader also sees what ended a membership of his that never let him see anything, or he would not learn of it.
    private static boolean maySee(RoomScope scope, StoredEvent event) {
        return scope.reader().sees(event) || isOwnMembership(scope, event);
    }

    private static boolean isOwnMembership(RoomScope scope, StoredEvent event) {
        return event.isState()
                && event.type().equals("m.room.member")
                && event.parsed()
                        .stateKey()
                        .orElse("")
                        .equals(scope.request().requester().userId().toString());
    }
}
