package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Database;

/// Reads the state and single events of a room. Thread-safe.
public final class RoomReading {
    private final Database database;
    private final RoomAccess access;
    private final WholeRooms whole;
    private final EventAccess single;
    private final Visibility visibility;
    private final ClientEvents clientEvents;
    private final EventPieces.Parts pieces;
    private final BundledEvents bundledEvents;

    /// Creates it.
    public RoomReading(
            Database database,
            RoomAccess access,
            WholeRooms whole,
            EventStore events,
            Visibility visibility,
            ClientEvents clientEvents,
            BundledEvents bundledEvents) {
        this.database = database;
        this.access = access;
        this.whole = whole;
        this.single = new EventAccess(access, events, visibility);
        this.visibility = visibility;
        this.clientEvents = clientEvents;
        this.pieces = new EventPieces.Parts(database, events, clientEvents, visibility);
        this.bundledEvents = bundledEvents;
    }

    /// The whole state, each event as text, once it is known.
    ///
    /// Errors: M_FORBIDDEN; those of [WholeRooms#await].
    public EventPieces state(Requester requester, RoomId roomId, EventFormat format) {
        database.read(tx -> access.require(tx, requester, roomId));
        whole.await(roomId);
        return state(requester, roomId, event -> true, format);
    }

    /// The wanted events of the state, each as text.
    ///
    /// Errors: M_FORBIDDEN.
    public EventPieces state(
            Requester requester, RoomId roomId, Predicate<StoredEvent> wanted, EventFormat format) {
        RoomAccess.Access seen = database.read(tx -> access.require(tx, requester, roomId));
        List<Long> numbers = new ArrayList<>();
        seen.state().forEach((key, event, version) -> numbers.add(event));
        return pieces.of(requester, seen.room(), numbers, wanted, format);
    }

    /// The content of one state.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when the state has no such key.
    public JsonObject stateContent(
            Requester requester, RoomId roomId, String type, String stateKey) {
        return database.read(
                tx -> stored(access.require(tx, requester, roomId), type, stateKey).content());
    }

    /// The event that holds one state, as text.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when the state has no such key.
    public byte[] stateEvent(
            Requester requester, RoomId roomId, String type, String stateKey, EventFormat format) {
        return database.read(
                tx -> {
                    RoomAccess.Access seen = access.require(tx, requester, roomId);
                    StoredEvent event = stored(seen, type, stateKey);
                    return clientEvents
                            .render(
                                    tx,
                                    requester,
                                    visibility.reader(tx, seen.room(), requester.userId()),
                                    List.of(event),
                                    format)
                            .getFirst();
                });
    }

    /// One event, as text.
    ///
    /// Errors: M_NOT_FOUND when there is none, or the user may not see it.
    public byte[] event(Requester requester, RoomId roomId, EventId eventId, EventFormat format) {
        return database.read(
                tx -> {
                    EventAccess.SeenEvent found =
                            single.find(tx, requester, roomId, eventId)
                                    .orElseThrow(EventStore::notFound);
                    return bundledEvents
                            .render(tx, requester, found.reader(), List.of(found.event()), format)
                            .getFirst();
                });
    }

    private StoredEvent stored(RoomAccess.Access seen, String type, String stateKey) {
        return access.view(seen)
                .stored(type, stateKey)
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.NOT_FOUND,
                                        "The room has no " + type + " with this state key"));
    }
}
