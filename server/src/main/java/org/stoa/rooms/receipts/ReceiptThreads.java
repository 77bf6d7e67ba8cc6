package org.stoa.rooms.receipts;

import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Tx;

/// Turns the `thread_id` of a receipt into the number that stands for the thread in the database.
///
/// Spec: client-server-api#threaded-read-receipts (v1.19).
public final class ReceiptThreads {
    /// A receipt that covers all threads.
    public static final long UNTHREADED = 0;

    /// The main timeline.
    public static final long MAIN = -1;

    /// The `thread_id` of the main timeline.
    public static final String MAIN_ID = "main";

    private final EventStore events;

    /// Creates it.
    public ReceiptThreads(EventStore events) {
        this.events = events;
    }

    /// The thread that a receipt for an event is to cover.
    ///
    /// Errors: M_INVALID_PARAM when the thread is unknown, or the event is not in it.
    public long number(Tx tx, Room room, StoredEvent event, Optional<String> threadId) {
        if (threadId.isEmpty()) {
            return UNTHREADED;
        }
        String id = threadId.get();
        if (id.isEmpty()) {
            throw invalid("thread_id must be a non-empty string");
        }
        if (id.equals(MAIN_ID)) {
            return main(event);
        }
        StoredEvent root =
                EventId.tryParse(id)
                        .flatMap(rootId -> events.find(tx, room.nid(), room.rules(), rootId))
                        .orElseThrow(() -> invalid("thread_id is no event of the room"));
        boolean related = event.event() == root.event() || event.header().thread() == root.event();
        if (!related) {
            throw invalid("The event is not in the thread");
        }
        return root.event();
    }

    private static long main(StoredEvent event) {
        if (event.header().thread() != 0) {
            throw invalid("The event is in a thread, not in the main timeline");
        }
        return MAIN;
    }

    private static MatrixException invalid(String message) {
        return new MatrixException(ErrorCode.INVALID_PARAM, message);
    }
}
