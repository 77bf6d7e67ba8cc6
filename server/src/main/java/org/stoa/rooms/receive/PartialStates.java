package org.stoa.rooms.receive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.PartialState;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.persist.PartialRooms;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.EventSender;
import org.stoa.rooms.state.StateMap;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.RoomRepository;
import org.stoa.storage.rooms.RoomRepository.RoomRecord;

/// Makes rooms whole that were entered without most of their members. Thread-safe.
///
/// Everything that was checked while the room was partial stands in the database as what has to be checked again. When the
/// states are here that precede it, one write does the rest: see {@link Reconsideration}. Who is cut off before begins again
/// with what is stored.
///
/// Why: docs/adr/0022-rooms-are-entered-before-their-members-are-known.md.
public final class PartialStates {
    private static final long UNUSABLE = EventFlags.REJECTED | EventFlags.OUT_OF_BAND;

    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final EventSender sender;
    private final PartialRooms partialRooms;
    private final Participation participation;
    private final Checks checks;
    private final GivenStates givenStates;
    private final References.Finder finder;
    private final Reconsideration reconsideration;
    private final RoomRepository repository = new RoomRepository();

    PartialStates(
            Database database,
            Rooms rooms,
            EventStore events,
            EventSender sender,
            PartialRooms partialRooms,
            Participation participation,
            Reconsideration reconsideration) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.sender = sender;
        this.partialRooms = partialRooms;
        this.participation = participation;
        this.checks = new Checks(events, database.names());
        this.givenStates = new GivenStates(database, events);
        this.finder = new References.Finder(database, events);
        this.reconsideration = reconsideration;
    }

    /// Numbers of the rooms that are to be made whole.
    public List<Long> all() {
        return database.read(repository::partialRooms);
    }

    /// The server that let this one into a room, which should know all of it; empty when nothing is to be done for the room,
    /// and then it is not partial any more.
    public Optional<ServerName> resident(Room room) {
        if (!room.visible().head().isPartial()) {
            return Optional.empty();
        }
        if (!participation.isHere(room.visible().head())) {
            sender.update(room, this::abandonIfLeft);
        }
        return database.read(tx -> repository.byNumber(tx, room.nid()))
                .map(RoomRecord::partial)
                .flatMap(ServerName::tryParse);
    }

    /// Takes those for servers of the room no longer of which only the resident says that they are, until their members are known.
    public void tellOnlyKnown(Room room, ServerName resident) {
        sender.update(
                room,
                update -> {
                    if (update.head().isPartial()) {
                        partialRooms.tellOnlyKnown(update, resident);
                    }
                    return true;
                });
    }

    private boolean abandonIfLeft(RoomUpdate update) {
        boolean isLeft = update.head().isPartial() && !participation.isHere(update.head());
        if (isLeft) {
            partialRooms.abandon(update);
        }
        return isLeft;
    }

    /// The prev events of which the state has to be known, since they are not here.
    public Set<EventId> wanted(Room room) {
        PartialState partial = room.visible().head().partial();
        if (partial == null) {
            return Set.of();
        }
        return database.read(
                tx -> {
                    Set<EventId> named = new LinkedHashSet<>();
                    for (StoredEvent event : events.getAll(tx, partial.events()).values()) {
                        if (event.header().stateLine() != 0) {
                            named.addAll(event.parsed().prevEvents());
                        }
                    }
                    events.findAll(tx, room.nid(), named).values().stream()
                            .filter(StoredEvent::hasState)
                            .forEach(event -> named.remove(event.eventId()));
                    return named;
                });
    }

    /// Makes a room whole; returns `false`, and does nothing, when more states are needed by now, or more of these is here.
    ///
    /// @param before by prev event that is not here: all state events before it, which were stored as outliers before, as
    ///     was that event itself
    public boolean complete(Room room, Map<EventId, List<EventId>> before) {
        Map<EventId, StateMap> after = new HashMap<>();
        List<EventId> lacking = new ArrayList<>();
        for (Map.Entry<EventId, List<EventId>> each : before.entrySet()) {
            Optional<StoredEvent> prev = stored(room, each.getKey());
            if (prev.isEmpty()) {
                // Without it the state after it would be the one before it.
                return false;
            }
            GivenStates.Given given = givenStates.committed(room, each.getValue());
            lacking.addAll(given.lacking());
            after.put(each.getKey(), after(prev.get(), given.map()));
        }
        return sender.update(rooms.get(room.nid()), update -> complete(update, after, lacking));
    }

    private boolean complete(
            RoomUpdate update, Map<EventId, StateMap> after, List<EventId> lacking) {
        if (!update.head().isPartial() || abandonIfLeft(update)) {
            return true;
        }
        if (givenStates.isAnyHere(lacking)) {
            // It was on its way to its commit when the states were read; they have it the next
            // time.
            return false;
        }
        Map<EventId, StoredEvent> byId = new LinkedHashMap<>();
        for (StoredEvent event : partialRooms.events(update)) {
            if (event.header().stateLine() != 0) {
                byId.put(event.eventId(), event);
            }
        }
        List<StoredEvent> inOrder = new ArrayList<>();
        for (Event event :
                Sorted.byPrevs(byId.values().stream().map(StoredEvent::parsed).toList())) {
            if (!after.keySet().containsAll(finder.of(update, event).missingPrevs())) {
                return false;
            }
            inOrder.add(byId.get(event.eventId()));
        }
        reconsideration.reconsider(update, inOrder, after);
        return true;
    }

    private Optional<StoredEvent> stored(Room room, EventId event) {
        return database.read(
                tx ->
                        Optional.ofNullable(
                                events.findAll(tx, room.nid(), List.of(event)).get(event)));
    }

    /// The state after an event that another server told of: the event itself counts when it is allowed.
    private StateMap after(StoredEvent event, StateMap state) {
        boolean counts =
                event.isState()
                        && (event.header().flags() & UNUSABLE) == 0
                        && checks.byStateBefore(event.parsed(), state).isEmpty();
        return counts ? state.with(event.header().stateKey(), event.event(), 0) : state;
    }
}
