package org.stoa.federation.receive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.ForeignRoom;
import org.stoa.testing.ForeignServer;
import org.stoa.testing.ScriptedServer;

/// What a server answers that has all of a room and tells the truth.
record HonestAnswers(ForeignRoom foreign) {
    static final String MISSING = "POST /_matrix/federation/v1/get_missing_events/";
    static final String STATE_IDS = "GET /_matrix/federation/v1/state_ids/";
    static final String STATE = "GET /_matrix/federation/v1/state/";
    static final String EVENT = "GET /_matrix/federation/v1/event/";
    static final String EVENT_AUTH = "GET /_matrix/federation/v1/event_auth/";

    /// Answers all that is asked of a room.
    void by(ForeignServer peer) {
        missingBy(peer);
        stateBy(peer);
        peer.answering(
                EVENT_AUTH,
                (request, out) ->
                        json(
                                out,
                                "auth_chain",
                                foreign.authChain(foreign.event(lastOf(request.path())))));
    }

    void missingBy(ForeignServer peer) {
        peer.answering(MISSING, (request, out) -> json(out, "events", missing(request.body())));
    }

    void stateBy(ForeignServer peer) {
        peer.answering(STATE_IDS, (request, out) -> stateIds(out, request.value("event_id")));
        peer.answering(STATE, (request, out) -> state(out, request.value("event_id")));
        peer.answering(
                EVENT,
                (request, out) -> {
                    Event event = foreign.event(lastOf(request.path()));
                    ScriptedServer.json(out, 200, SharedRoom.pdus(List.of(event)).toString());
                });
    }

    private static EventId lastOf(String path) {
        return EventId.parse(path.substring(path.lastIndexOf('/') + 1));
    }

    private List<Event> missing(String body) {
        JsonObject asked = Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
        Set<String> seen =
                new LinkedHashSet<>(asked.array("earliest_events").orElseThrow().strings());
        Deque<String> waiting =
                new ArrayDeque<>(asked.array("latest_events").orElseThrow().strings());
        List<Event> found = new ArrayList<>();
        while (!waiting.isEmpty() && found.size() < 20) {
            for (EventId prev : foreign.event(EventId.parse(waiting.poll())).prevEvents()) {
                if (seen.add(prev.toString())) {
                    found.add(foreign.event(prev));
                    waiting.add(prev.toString());
                }
            }
        }
        return found.reversed();
    }

    private Collection<Event> stateEvents(EventId event) {
        return foreign.stateBefore(foreign.event(event)).values().stream()
                .map(foreign::event)
                .toList();
    }

    private Set<Event> chain(Collection<Event> state) {
        Set<Event> chain = new LinkedHashSet<>();
        state.forEach(event -> chain.addAll(foreign.authChain(event)));
        return chain;
    }

    private void stateIds(OutputStream out, String eventId) throws IOException {
        Collection<Event> state = stateEvents(EventId.parse(eventId));
        JsonObject answer =
                JsonObject.of("pdu_ids", ids(state), "auth_chain_ids", ids(chain(state)));
        ScriptedServer.json(out, 200, answer.toString());
    }

    private void state(OutputStream out, String eventId) throws IOException {
        Collection<Event> state = stateEvents(EventId.parse(eventId));
        JsonObject answer = JsonObject.of("pdus", all(state), "auth_chain", all(chain(state)));
        ScriptedServer.json(out, 200, answer.toString());
    }

    static JsonArray ids(Collection<Event> events) {
        return JsonArray.ofStrings(events.stream().map(e -> e.eventId().toString()).toList());
    }

    private static JsonArray all(Collection<Event> events) {
        return JsonArray.of(events.stream().map(Event::json).toList());
    }

    private static void json(OutputStream out, String name, Collection<Event> events)
            throws IOException {
        ScriptedServer.json(out, 200, JsonObject.of(name, all(events)).toString());
    }
}
