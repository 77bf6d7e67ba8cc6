package org.stoa.federation.history;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.stoa.federation.history.AskedRooms.Asked;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventGraph;
import org.stoa.rooms.read.EventsByTime;
import org.stoa.rooms.read.ServerReader;
import org.stoa.rooms.read.Visibility;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// Answers what another server asks of the events of a room that it is in, or of those from before it left. What its users may not see it gets without
/// content, since the place of an event in the graph is no secret. Thread-safe.
///
/// Spec: server-server-api#backfilling-and-retrieving-missing-events, #retrieving-events (v1.19).
public final class AskedEvents {
    /// An answer of more bytes has fewer events than were asked for.
    private static final long MAX_BYTES = 2 << 20;

    private final Database database;
    private final AskedRooms rooms;
    private final EventStore events;
    private final EventGraph graph;
    private final Visibility visibility;
    private final EventsByTime eventsByTime;

    /// Creates it.
    public AskedEvents(
            Database database,
            AskedRooms rooms,
            EventStore events,
            EventGraph graph,
            Visibility visibility,
            EventsByTime eventsByTime) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.graph = graph;
        this.visibility = visibility;
        this.eventsByTime = eventsByTime;
    }

    /// One event of whatever room.
    ///
    /// Errors: M_NOT_FOUND; M_FORBIDDEN when the server is not in its room.
    public StoredEvent event(ServerName origin, EventId eventId) {
        EventStore.Numbered number =
                Optional.ofNullable(
                                database.read(tx -> events.numbered(tx, List.of(eventId)))
                                        .get(eventId))
                        .filter(found -> !found.isMissing())
                        .orElseThrow(() -> notFound(eventId));
        Asked asked = rooms.require(origin, number.room());
        return database.read(
                tx -> {
                    StoredEvent event = find(tx, asked, eventId);
                    boolean isPartOfState =
                            event.header().stateLine() == 0
                                    && event.isState()
                                    && (event.header().flags() & EventFlags.OUT_OF_BAND) == 0;
                    return isPartOfState && asked.isHere()
                            // /state and /event_auth tell of it too. When it came about nobody
                            // knows, so a server that has left gets it without its content.
                            ? event
                            : graph.forServer(tx, asked.room(), asked.server(), List.of(event))
                                    .getFirst();
                });
    }

    /// The numbers of the events that authorise an event.
    ///
    /// Errors: M_NOT_FOUND; M_FORBIDDEN.
    public long[] authChain(ServerName origin, RoomId roomId, EventId eventId) {
        Asked asked = rooms.require(origin, roomId);
        List<Long> chain =
                database.read(tx -> graph.authChain(tx, List.of(find(tx, asked, eventId).event())));
        return chain.stream().mapToLong(Long::longValue).toArray();
    }

    /// Some events and what came before them, newest first, at most `limit`.
    ///
    /// Errors: M_FORBIDDEN.
    public List<StoredEvent> before(
            ServerName origin, RoomId roomId, Collection<EventId> from, int limit) {
        Asked asked = rooms.require(origin, roomId);
        return database.read(
                tx ->
                        graph.forServer(
                                tx,
                                asked.room(),
                                asked.server(),
                                asked.known(
                                        tx,
                                        visibility,
                                        bounded(graph.before(tx, asked.room(), from, limit)))));
    }

    /// The events between some that the server has and others that it just got, oldest first, at most `limit`: those nearest
    /// to the latter.
    ///
    /// Errors: M_FORBIDDEN.
    public List<StoredEvent> between(
            ServerName origin,
            RoomId roomId,
            Collection<EventId> earliest,
            Collection<EventId> latest,
            long minDepth,
            int limit) {
        Asked asked = rooms.require(origin, roomId);
        return database.read(
                tx ->
                        graph.forServer(
                                        tx,
                                        asked.room(),
                                        asked.server(),
                                        asked.known(
                                                tx,
                                                visibility,
                                                bounded(
                                                        graph.between(
                                                                tx,
                                                                asked.room(),
                                                                earliest,
                                                                latest,
                                                                minDepth,
                                                                limit))))
                                .reversed());
    }

    /// The event that the server may see with the time nearest to `ts`.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when there is none on that side.
    ///
    /// @param forwards whether it is at or after the time; else at or before it
    public StoredEvent nearest(ServerName origin, RoomId roomId, long ts, boolean forwards) {
        Asked asked = rooms.require(origin, roomId);
        return database.read(
                        tx -> {
                            ServerReader reader =
                                    visibility.server(tx, asked.room(), asked.server());
                            return eventsByTime.nearest(
                                    tx,
                                    asked.room(),
                                    ts,
                                    forwards,
                                    event -> Visibility.isForClients(event) && reader.sees(event));
                        })
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.NOT_FOUND,
                                        "There is no event %s the time %d"
                                                .formatted(forwards ? "after" : "before", ts)));
    }

    /// The first of the events, until they come to [#MAX_BYTES]: who wants more asks again.
    private static List<StoredEvent> bounded(List<StoredEvent> events) {
        long bytes = 0;
        int count = 0;
        while (count < events.size() && bytes < MAX_BYTES) {
            bytes += events.get(count++).length();
        }
        return events.subList(0, count);
    }

    private StoredEvent find(Tx tx, Asked asked, EventId eventId) {
        return events.find(tx, asked.room().nid(), asked.room().rules(), eventId)
                .filter(event -> (event.header().flags() & EventFlags.MISSING) == 0)
                .filter(event -> asked.mayKnow(tx, visibility, event))
                .orElseThrow(() -> notFound(eventId));
    }

    private static MatrixException notFound(EventId eventId) {
        return new MatrixException(ErrorCode.NOT_FOUND, "Event " + eventId + " is not here");
    }
}
