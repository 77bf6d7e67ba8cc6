package org.stoa.rooms.persist;

import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.rows.RelationRow;

/// Keeps one row for each event that relates to another one.
public final class RelationRows implements EventRows {
    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        addHistory(update, before, event);
    }

    @Override
    public void addHistory(RoomUpdate update, RoomHead before, StoredEvent event) {
        if (event.isState()) {
            return;
        }
        Relation.of(event.content())
                .ifPresent(
                        relation ->
                                update.write()
                                        .add(
                                                new RelationRow(
                                                        event.event(),
                                                        relation.target().toStoredBytes(),
                                                        relation.kind(),
                                                        update.room().nid())));
    }
}
