package org.stoa.rooms.hierarchy;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.hierarchy.RemoteSpaces.RemoteSpace;

/// Asks other servers about the rooms of one page: few of them, as somebody waits for it; the walk ends where one more would have to
/// be asked about, and goes on there with the next page.
///
/// Rooms that the pages before have come by are known from then. One of which nobody told anything is not asked about again, so that
/// each page comes further; one that was forgotten meanwhile is, but not for ever. Not thread-safe.
final class Asking {
    /// Rooms that other servers are asked about for one page: so many that are new, and so many that were forgotten.
    static final int MAX_REQUESTS = 10;

    private final RemoteSpaces elsewhere;
    private final HierarchyWish wish;
    private int place;
    private int fresh;
    private int again;
    private boolean isSpent;

    Asking(RemoteSpaces elsewhere, HierarchyWish wish) {
        this.elsewhere = elsewhere;
        this.wish = wish;
    }

    /// Says which room of the walk is looked at now, counted from 0.
    void at(int place) {
        this.place = place;
    }

    /// What other servers say of a room; empty when they say nothing, or may not be asked.
    Optional<RemoteSpace> find(RoomId room, Supplier<List<ServerName>> via) {
        boolean isFree = elsewhere.isKnown(room, wish.suggestedOnly());
        return isFree || mayAsk(room)
                ? elsewhere.find(room, via.get(), wish.suggestedOnly())
                : Optional.empty();
    }

    private boolean mayAsk(RoomId room) {
        if (place < wish.looked()) {
            return !elsewhere.wasRefused(room, wish.suggestedOnly()) && again++ < MAX_REQUESTS;
        }
        isSpent = fresh++ >= MAX_REQUESTS;
        return !isSpent;
    }

    /// Whether somebody would have to be asked about the room that is looked at, and no longer may.
    boolean isSpent() {
        return isSpent;
    }
}
