package org.stoa.federation.fetch;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.federation.pdu.PduReader;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.head.Extremity;
import org.stoa.rooms.head.Room;

/// Fetches the events between what is here and events that came. Thread-safe; blocks.
///
/// Spec: server-server-api#post_matrixfederationv1get_missing_eventsroomid (v1.19).
public final class MissingEvents {
    /// Events asked for at once; servers give about 20.
    private static final int PAGE = 50;

    /// Requests for one gap.
    private static final int MAX_PAGES = 10;

    /// Events that are taken in one gap. A larger one is jumped over, and filled when somebody reads there.
    private static final int MAX_EVENTS = 200;

    /// As many as an event can name.
    private static final int MAX_EARLIEST = 20;

    private final RemoteServers servers;
    private final PduReader pdus;
    private final StoredIds stored;

    MissingEvents(RemoteServers servers, PduReader pdus, StoredIds stored) {
        this.servers = servers;
        this.pdus = pdus;
        this.stored = stored;
    }

    /// Whether all prev events of an event are here, be it without their place in the room.
    public boolean isComplete(Event event) {
        return stored.missing(event.prevEvents()).isEmpty();
    }

    /// Returns the events that are missing before an event, as far down as a server gives them; checked by
    /// [PduReader], each named by the event, or by another one that is returned. Nothing is stored. Empty when the server did
    /// not answer, so that the same may be asked again.
    public Optional<Collection<Event>> before(Room room, ServerName peer, Event latest) {
        Map<EventId, Event> found = new LinkedHashMap<>();
        List<EventId> from = List.of(latest.eventId());
        for (int page = 0; page < MAX_PAGES && found.size() < MAX_EVENTS; page++) {
            int before = found.size();
            Optional<List<Event>> given = ask(room, peer, from);
            if (given.isEmpty() && found.isEmpty()) {
                return Optional.empty();
            }
            addNamed(latest, given.orElse(List.of()), found);
            List<Event> lowest =
                    found.values().stream().filter(event -> isOpen(event, found)).toList();
            if (found.size() == before || lowest.isEmpty()) {
                break;
            }
            from = lowest.stream().limit(MAX_EARLIEST).map(Event::eventId).toList();
        }
        return Optional.of(List.copyOf(found.values()));
    }

    /// Whether it names events that are neither here nor found.
    private boolean isOpen(Event event, Map<EventId, Event> found) {
        return stored.missing(event.prevEvents()).stream().anyMatch(id -> !found.containsKey(id));
    }

    private Optional<List<Event>> ask(Room room, ServerName peer, List<EventId> latest) {
        List<String> earliest =
                room.visible().head().extremities().stream()
                        .limit(MAX_EARLIEST)
                        .map(Extremity::eventId)
                        .map(EventId::toString)
                        .toList();
        JsonObject body =
                JsonObject.builder()
                        .put("limit", PAGE)
                        .put("earliest_events", JsonArray.ofStrings(earliest))
                        .put(
                                "latest_events",
                                JsonArray.ofStrings(
                                        latest.stream().map(EventId::toString).toList()))
                        .build();
        RemoteResult result =
                servers.get(peer)
                        .post(
                                RemotePath.of(
                                        "/_matrix/federation/v1/get_missing_events/{}",
                                        room.roomId()),
                                body,
                                RequestLimits.DEFAULT);
        if (!result.isAnswer()) {
            return Optional.empty();
        }
        List<JsonObject> given =
                result.done()
                        .flatMap(answer -> answer.array("events"))
                        .orElse(JsonArray.EMPTY)
                        .objects();
        return Optional.of(
                pdus.read(
                                room.roomId(),
                                room.rules(),
                                given.subList(0, Math.min(given.size(), PAGE)))
                        .events());
    }

    /// Adds those of the given events that are missing below the event: others nobody asked for.
    private void addNamed(Event latest, List<Event> given, Map<EventId, Event> found) {
        Map<EventId, Event> byId = new HashMap<>();
        given.forEach(event -> byId.put(event.eventId(), event));
        Deque<Event> waiting = new ArrayDeque<>(found.values());
        waiting.add(latest);
        while (!waiting.isEmpty()) {
            for (EventId id : waiting.poll().prevEvents()) {
                Event named = byId.remove(id);
                boolean isNew =
                        named != null
                                && !found.containsKey(id)
                                && !id.equals(latest.eventId())
                                && !stored.missing(List.of(id)).isEmpty();
                if (named != null && isNew) {
                    found.put(id, named);
                    waiting.add(named);
                }
            }
        }
    }
}
