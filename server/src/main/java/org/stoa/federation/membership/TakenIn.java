package org.stoa.federation.membership;

import java.util.List;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.ReceivedEvent;
import org.stoa.rooms.receive.ReceivedEvents;
import org.stoa.rooms.receive.Verdict;
import org.stoa.storage.Database;

/// Takes member events into rooms that this server is in, and sees to it that the other servers in them get these from here: who
/// made them knows no other server than this one, or waited for one before. Thread-safe.
public final class TakenIn {
    private final Database database;
    private final EventStore events;
    private final ReceivedEvents received;

    /// Takes events in here.
    public TakenIn(Database database, EventStore events, ReceivedEvents received) {
        this.database = database;
        this.events = events;
        this.received = received;
    }

    /// Takes in an event that was checked for its format, its signatures and its hashes, and returns it as it is stored. One that
    /// is here already is returned again.
    ///
    /// Errors: M_FORBIDDEN when the room's rules do not allow it, where it stands or now; M_INVALID_PARAM when it follows events
    /// that are not here.
    public StoredEvent take(Room room, Event event) {
        Verdict verdict =
                received.receive(room, List.of(ReceivedEvent.of(event).passedOn())).getFirst();
        switch (verdict) {
            case Verdict.Accepted _ -> {
                return stored(room, event);
            }
            case Verdict.SoftFailed(String reason) -> throw forbidden(reason);
            case Verdict.Rejected(String reason) -> throw forbidden(reason);
            case Verdict.Dropped dropped ->
                    throw new MatrixException(
                            ErrorCode.INVALID_PARAM,
                            "The event does not fit into the room here: " + dropped.reason());
        }
    }

    private StoredEvent stored(Room room, Event event) {
        return database.read(tx -> events.find(tx, room.nid(), room.rules(), event.eventId()))
                .orElseThrow(EventStore::notFound);
    }

    private static MatrixException forbidden(String reason) {
        return new MatrixException(ErrorCode.FORBIDDEN, "The room does not allow it: " + reason);
    }
}
