package org.stoa.rooms.receipts;

import java.util.List;
import org.stoa.http.Endpoint;
import org.stoa.platform.Changes;
import org.stoa.platform.Time;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receipts.endpoint.SendReceipt;
import org.stoa.rooms.receipts.endpoint.SetReadMarkers;
import org.stoa.rooms.state.States;
import org.stoa.storage.Database;

/// Wires receipts, read markers and unread counts.
public final class ReceiptsModule {
    private final Receipts receipts;
    private final UnreadCounts counts;
    private final List<Endpoint> endpoints;

    /// Builds it; nothing runs by itself.
    public ReceiptsModule(
            Database database,
            Rooms rooms,
            EventStore events,
            States states,
            Changes changes,
            Time time) {
        this.counts = new UnreadCounts(rooms, events, states, database.names(), changes);
        this.receipts = new Receipts(database, rooms, events, database.names(), time);
        FullyReadMarkers markers = new FullyReadMarkers(database, rooms, events, database.names());
        this.endpoints =
                List.of(new SendReceipt(receipts, markers), new SetReadMarkers(receipts, markers));
    }

    /// What users have read.
    public Receipts receipts() {
        return receipts;
    }

    /// What users have not read.
    public UnreadCounts counts() {
        return counts;
    }

    /// What clients may call.
    public List<Endpoint> endpoints() {
        return endpoints;
    }
}
