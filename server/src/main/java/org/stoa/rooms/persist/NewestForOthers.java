package org.stoa.rooms.persist;

import java.util.concurrent.atomic.AtomicLong;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Position;

/// Knows the newest event that other servers hear of, so that whoever tells them need not ask the database after each commit.
/// A hint: it knows nothing from before the start. Thread-safe.
public final class NewestForOthers implements EventRows {
    private final AtomicLong newest = new AtomicLong();

    /// The position of the newest such event that was committed since the start.
    public Position position() {
        return new Position(newest.get());
    }

    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        if ((event.header().flags() & EventFlags.FOR_OTHERS) != 0) {
            update.afterPublish(committed -> newest.set(committed.at(slot).value()));
        }
    }
}
