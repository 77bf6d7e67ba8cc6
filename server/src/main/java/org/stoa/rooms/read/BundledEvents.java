package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.Aggregations.Aggregation;
import org.stoa.rooms.read.Aggregations.ThreadPart;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Events as a reader gets them, with what relates to them in `unsigned.m.relations`. Thread-safe.
///
/// Spec: client-server-api#aggregations-of-child-events (v1.19).
public final class BundledEvents {
    /// Events that are written at once where there may be many: with edits and threads one may come to some 200 kB.
    private static final int AT_ONCE = 50;

    private final ClientEvents clientEvents;
    private final Aggregations aggregations;

    /// Creates it.
    public BundledEvents(ClientEvents clientEvents, EventStore events, Names names) {
        this.clientEvents = clientEvents;
        this.aggregations = new Aggregations(events, names);
    }

    /// Writes a page of events for a reader.
    public List<byte[]> render(
            Tx tx,
            Requester requester,
            Visibility.Reader reader,
            List<StoredEvent> page,
            EventFormat format) {
        View view = new View(tx, requester, reader, format);
        return clientEvents.render(
                tx, requester, reader, page, relations(view, page, true), format);
    }

    /// Writes the first events of a page as [#render] does, until they have so many bytes; one at least, when there is one.
    public List<byte[]> renderFirst(
            Tx tx,
            Requester requester,
            Visibility.Reader reader,
            List<StoredEvent> page,
            EventFormat format,
            long maxBytes) {
        List<byte[]> texts = new ArrayList<>();
        long bytes = 0;
        while (texts.size() < page.size() && bytes < maxBytes) {
            int end = Math.min(page.size(), texts.size() + AT_ONCE);
            List<StoredEvent> next = page.subList(texts.size(), end);
            for (byte[] text : render(tx, requester, reader, next, format)) {
                texts.add(text);
                bytes += text.length;
            }
        }
        return texts;
    }

    /// For whom, and in which shape.
    private record View(Tx tx, Requester requester, Visibility.Reader reader, EventFormat format) {}

    /// @param withThreads the newest event of a thread comes with what relates to it, but no thread can begin there
    private Map<Long, byte[]> relations(View view, List<StoredEvent> page, boolean withThreads) {
        Map<Long, Aggregation> found =
                aggregations.of(view.tx(), view.requester().userNid(), view.reader(), page);
        if (found.isEmpty()) {
            return Map.of();
        }
        List<StoredEvent> latest =
                withThreads
                        ? found.values().stream()
                                .flatMap(each -> each.thread().map(ThreadPart::latest).stream())
                                .toList()
                        : List.of();
        List<StoredEvent> edits =
                found.values().stream().flatMap(each -> each.edit().stream()).toList();
        Map<Long, byte[]> rendered = new HashMap<>();
        render(view, edits, Map.of(), rendered);
        if (!latest.isEmpty()) {
            render(view, latest, relations(view, latest, false), rendered);
        }
        Map<Long, byte[]> relations = new HashMap<>();
        found.forEach((event, aggregation) -> relations.put(event, json(aggregation, rendered)));
        return relations;
    }

    private void render(
            View view,
            List<StoredEvent> events,
            Map<Long, byte[]> relations,
            Map<Long, byte[]> rendered) {
        List<byte[]> texts =
                clientEvents.render(
                        view.tx(),
                        view.requester(),
                        view.reader(),
                        events,
                        relations,
                        view.format());
        for (int i = 0; i < texts.size(); i++) {
            rendered.put(events.get(i).event(), texts.get(i));
        }
    }

    private static byte[] json(Aggregation aggregation, Map<Long, byte[]> rendered) {
        JsonText relations = new JsonText();
        byte[] edit =
                aggregation.edit().isEmpty()
                        ? null
                        : rendered.get(aggregation.edit().get().event());
        if (edit != null) {
            relations.put("m.replace", edit);
        }
        if (!aggregation.references().isEmpty()) {
            relations.put("m.reference", chunk(aggregation.references()));
        }
        ThreadPart thread = aggregation.thread().orElse(null);
        byte[] latest = thread == null ? null : rendered.get(thread.latest().event());
        if (thread != null && latest != null) {
            relations.put("m.thread", thread(thread, latest));
        }
        return relations.toBytes();
    }

    private static JsonObject chunk(List<EventId> references) {
        List<Json> chunk = new ArrayList<>();
        for (EventId reference : references) {
            chunk.add(JsonObject.of("event_id", reference.toString()));
        }
        return JsonObject.of("chunk", JsonArray.of(chunk));
    }

    private static byte[] thread(ThreadPart thread, byte[] latest) {
        return new JsonText()
                .put("latest_event", latest)
                .put("count", Json.of(thread.count()))
                .put("current_user_participated", Json.of(thread.participated()))
                .toBytes();
    }
}
