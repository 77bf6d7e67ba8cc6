package org.stoa.sync.old;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.read.ClientEvents;
import org.stoa.rooms.read.EventFormat;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.EventRepository;

/// One event, whatever its room, when the reader may see it. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3eventseventid (v1.19).
public final class EventById {
    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final Visibility visibility;
    private final ClientEvents clientEvents;
    private final EventRepository repository = new EventRepository();

    EventById(
            Database database,
            Rooms rooms,
            EventStore events,
            Visibility visibility,
            ClientEvents clientEvents) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.visibility = visibility;
        this.clientEvents = clientEvents;
    }

    /// The event as JSON text.
    ///
    /// Errors: M_NOT_FOUND when it is not here, or the reader may not see it.
    public byte[] find(Requester requester, EventId eventId, EventFormat format) {
        StoredEvent event = find(eventId).orElseThrow(EventStore::notFound);
        Room room = rooms.get(event.header().room());
        return database.read(
                tx -> {
                    Visibility.Reader reader = visibility.reader(tx, room, requester.userId());
                    if (!reader.sees(event)) {
                        throw EventStore.notFound();
                    }
                    return clientEvents
                            .render(tx, requester, reader, List.of(event), format)
                            .getFirst();
                });
    }

    private Optional<StoredEvent> find(EventId eventId) {
        return database.read(
                tx -> {
                    OptionalLong number = repository.numberOf(tx, eventId.toStoredBytes());
                    return number.isEmpty()
                            ? Optional.<StoredEvent>empty()
                            : events.getAll(tx, List.of(number.getAsLong())).values().stream()
                                    .findFirst();
                });
    }
}
