package org.stoa.federation.fetch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.pdu.Reading;
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

    /// A server gives up to as many as are asked for, or up to a bound of its own, which will not be below what the specification
    /// has for those who name no limit. One that gives fewer has given all that it will.
    private static final int FEWEST_OF_MORE = 10;

    /// Requests for one gap.
    private static final int MAX_PAGES = 10;

    /// Events that are taken in one gap. A larger one is jumped over, and filled when somebody reads there.
    private static final int MAX_EVENTS = 200;

    /// A page of the largest events there are.
    private static final RequestLimits LIMITS =
            new RequestLimits(
                    RequestLimits.DEFAULT.total(), RequestLimits.DEFAULT.silence(), 4L << 20);

    /// As many as an event can name.
    private static final int MAX_EARLIEST = 20;

    private final RemoteServers servers;
    private final PduReader pdus;
    private final StoredIds stored;
    private final Originals originals;

    MissingEvents(RemoteServers servers, PduReader pdus, StoredIds stored, Originals originals) {
        this.servers = servers;
        this.pdus = pdus;
        this.stored = stored;
        this.originals = originals;
    }

    /// Whether all prev events of an event are here, be it without their place in the room.
    public boolean isComplete(Event event) {
        return absent(event).isEmpty();
    }

    /// Returns the prev events of an event that are not here, with or without a place in the room.
    public Set<EventId> absent(Event event) {
        return stored.missing(event.prevEvents());
    }

    /// Returns the events that are missing before an event, as far down as a server gives them; checked by
    /// [PduReader], each named by the event, or by another one that is returned. Nothing is stored.
    public Below before(Room room, ServerName peer, Event latest) {
        RemoteResult first = ask(room, peer, List.of(latest.eventId()));
        if (!first.isAnswer()) {
            return new Below.NoAnswer();
        }
        if (first.done().isEmpty()) {
            return new Below.Refused();
        }
        Map<EventId, Event> found = new LinkedHashMap<>();
        List<JsonObject> page = page(first);
        Reading reading = pdus.read(room.roomId(), room.rules(), page);
        addNamed(latest, reading.events(), found);
        if (found.isEmpty()) {
            return isGiven(reading, latest) ? new Below.Refused() : new Below.Withheld();
        }
        Set<EventId> emptied = new HashSet<>(reading.emptied());
        if (page.size() >= FEWEST_OF_MORE) {
            addLower(room, peer, latest, found, emptied);
        }
        return new Below.Given(originals.of(room, peer, found.values(), emptied));
    }

    /// Whether something that the event names was given, and cannot be believed for want of keys.
    private static boolean isGiven(Reading reading, Event latest) {
        return reading.refused().stream()
                .filter(refused -> !refused.isFinal())
                .flatMap(refused -> refused.eventId().stream())
                .anyMatch(latest.prevEvents()::contains);
    }

    /// Asks on below what was found, as long as there may be more.
    private void addLower(
            Room room,
            ServerName peer,
            Event latest,
            Map<EventId, Event> found,
            Set<EventId> emptied) {
        for (int page = 1; page < MAX_PAGES && found.size() < MAX_EVENTS; page++) {
            int before = found.size();
            List<EventId> lowest =
                    found.values().stream()
                            .filter(event -> isOpen(event, found))
                            .limit(MAX_EARLIEST)
                            .map(Event::eventId)
                            .toList();
            if (lowest.isEmpty()) {
                return;
            }
            List<JsonObject> given = page(ask(room, peer, lowest));
            Reading reading = pdus.read(room.roomId(), room.rules(), given);
            emptied.addAll(reading.emptied());
            addNamed(latest, reading.events(), found);
            if (found.size() == before || given.size() < FEWEST_OF_MORE) {
                return;
            }
        }
    }

    /// Whether it names events that are neither here nor found.
    private boolean isOpen(Event event, Map<EventId, Event> found) {
        return absent(event).stream().anyMatch(id -> !found.containsKey(id));
    }

    private RemoteResult ask(Room room, ServerName peer, List<EventId> latest) {
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
        RemotePath path =
                RemotePath.of("/_matrix/federation/v1/get_missing_events/{}", room.roomId());
        return servers.get(peer).post(path, body, LIMITS);
    }

    private static List<JsonObject> page(RemoteResult result) {
        List<JsonObject> given =
                result.done()
                        .flatMap(answer -> answer.array("events"))
                        .orElse(JsonArray.EMPTY)
                        .objects();
        return given.subList(0, Math.min(given.size(), PAGE));
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
