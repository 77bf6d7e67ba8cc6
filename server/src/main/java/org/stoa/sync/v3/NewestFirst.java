package org.stoa.sync.v3;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Position;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventRepository;
import org.stoa.storage.rooms.SyncRepository;

/// Walks the live events of a room from a position back to another, newest first: over the events in memory while they
/// reach so far, else over the timeline in the database.
final class NewestFirst {
    private static final int FIRST_CHUNK = 25;
    private static final int CHUNK = 200;
    private static final EventRepository REPOSITORY = new EventRepository();
    private static final SyncRepository SYNC = new SyncRepository();

    private final EventStore events;
    private final Tx tx;
    private final Room room;
    private final long from;
    private final long to;
    private Iterator<StoredEvent> chunk = List.<StoredEvent>of().iterator();
    private int chunkSize;
    private int asked;
    private long nextOrd;
    private boolean inMemory;
    private boolean endsBeforeFrom;
    private @Nullable StoredEvent last;

    /// @param from ends before the first event that is not after this position
    /// @param to begins with the newest event that is not after this position
    NewestFirst(EventStore events, Tx tx, Room room, long from, long to) {
        this.events = events;
        this.tx = tx;
        this.room = room;
        this.from = from;
        this.to = to;
        Room.RecentEvents recent = room.recent();
        if (from > 0 && from >= recent.completeAfter()) {
            inMemory = true;
            chunk = recent.events().reversed().iterator();
        } else {
            nextOrd =
                    room.visibleAt(new Position(to))
                            .map(snapshot -> snapshot.head().lastOrd())
                            .orElseGet(() -> REPOSITORY.ordAt(tx, room.nid(), to));
        }
    }

    /// The next older event; null when there is none.
    @Nullable StoredEvent next() {
        while (true) {
            if (!chunk.hasNext() && !load()) {
                endsBeforeFrom |= last != null && !isBeginning(last) && hasGap(last);
                return null;
            }
            StoredEvent event = chunk.next();
            boolean isBehindGap = last != null && last.ord() - event.ord() > 1 && hasGap(last);
            if (isBehindGap) {
                endsBeforeFrom = true;
                return end();
            }
            if (event.pos() == 0) {
                // Older events came later, as history: what is between is no news.
                endsBeforeFrom = true;
                return end();
            }
            if (event.pos() <= from) {
                return end();
            }
            if (event.pos() <= to) {
                last = event;
                return event;
            }
        }
    }

    /// Whether the walk ended at something else than `from` or the beginning of the room.
    boolean endsAtGap() {
        return endsBeforeFrom;
    }

    /// Whether events before this one are not here. Order numbers leave room for them, so that where they follow each other
    /// nothing has to be looked up.
    private boolean hasGap(StoredEvent event) {
        return SYNC.hasGap(tx, room.nid(), event.ord());
    }

    private static boolean isBeginning(StoredEvent event) {
        return event.isState() && event.type().equals("m.room.create");
    }

    private @Nullable StoredEvent end() {
        inMemory = true;
        chunk = List.<StoredEvent>of().iterator();
        return null;
    }

    private boolean load() {
        boolean isOver = inMemory || nextOrd <= 0 || chunkSize < asked;
        if (isOver) {
            return false;
        }
        asked = asked == 0 ? FIRST_CHUNK : CHUNK;
        List<StoredEvent> loaded = events.backwards(tx, room.nid(), nextOrd, asked);
        chunkSize = loaded.size();
        chunk = loaded.iterator();
        if (loaded.isEmpty()) {
            return false;
        }
        nextOrd = loaded.getLast().ord() - 1;
        return true;
    }
}
