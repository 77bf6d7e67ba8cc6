package org.stoa.sync.v3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.RelatedBy;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Walks the events of a room and says which of them others relate to as a filter asks. Looks that up for many at once,
/// and for none when the filter does not ask.
final class RelatedWalk {
    private static final int CHUNK = 100;

    private final NewestFirst walk;
    private final RelatedBy wanted;
    private final Tx tx;
    private final Names names;
    private final Deque<StoredEvent> ahead = new ArrayDeque<>();
    private Predicate<StoredEvent> isRelated = event -> true;

    RelatedWalk(NewestFirst walk, RelatedBy wanted, Tx tx, Names names) {
        this.walk = walk;
        this.wanted = wanted;
        this.tx = tx;
        this.names = names;
    }

    /// The next older event; null when there is none.
    @Nullable StoredEvent next() {
        if (!wanted.isPresent()) {
            return walk.next();
        }
        if (ahead.isEmpty()) {
            read();
        }
        return ahead.poll();
    }

    /// Whether others relate to the event that came last as the filter asks.
    boolean isRelated(StoredEvent event) {
        return isRelated.test(event);
    }

    private void read() {
        List<StoredEvent> chunk = new ArrayList<>();
        @Nullable StoredEvent event;
        while (chunk.size() < CHUNK && (event = walk.next()) != null) {
            chunk.add(event);
        }
        isRelated = wanted.among(tx, names, chunk);
        ahead.addAll(chunk);
    }
}
