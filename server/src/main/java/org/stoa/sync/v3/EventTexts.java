package org.stoa.sync.v3;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.stoa.http.JsonBuffer;
import org.stoa.protocol.json.Json;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.BundledEvents;
import org.stoa.rooms.read.ClientEvents;
import org.stoa.rooms.read.EventFormat;
import org.stoa.sync.filter.EventFields;
import org.stoa.sync.filter.SyncFilter;

/// Events of a room as text, in the form and with the fields that the filter asks for.
final class EventTexts {
    /// A timeline of more bytes is cut: the client walks further back page by page.
    static final long MAX_BYTES = 1 << 20;

    /// Events that are written at once: with edits and threads one may come to some 200 kB.
    private static final int AT_ONCE = 50;

    private final ClientEvents clientEvents;
    private final BundledEvents bundledEvents;

    EventTexts(ClientEvents clientEvents, BundledEvents bundledEvents) {
        this.clientEvents = clientEvents;
        this.bundledEvents = bundledEvents;
    }

    /// A timeline as it is told: the events of the page as texts.
    record Timeline(TimelinePage page, List<byte[]> texts) {
        void write(JsonBuffer out) {
            out.name("timeline").beginObject();
            out.array("events", texts);
            out.member("limited", page.limited());
            out.member("prev_batch", page.previous().toString());
            out.endObject();
        }
    }

    /// The events of a timeline, with what relates to them when the client may have missed that: "GET /sync when the
    /// relevant section has a limited value of true". When they come to more than [#MAX_BYTES] the oldest are left out.
    Timeline of(RoomScope scope, TimelinePage page) {
        List<StoredEvent> events = page.events();
        if (events.isEmpty()) {
            return new Timeline(page, List.of());
        }
        Deque<byte[]> texts = new ArrayDeque<>();
        int first = events.size();
        long bytes = 0;
        while (first > 0 && bytes < MAX_BYTES) {
            int from = Math.max(0, first - AT_ONCE);
            for (byte[] text :
                    timeline(scope, page.limited(), events.subList(from, first)).reversed()) {
                texts.addFirst(text);
                bytes += text.length;
            }
            first = from;
        }
        return new Timeline(page.from(first), List.copyOf(texts));
    }

    private List<byte[]> timeline(RoomScope scope, boolean limited, List<StoredEvent> events) {
        boolean isBundled = limited && !scope.request().filter().federationFormat();
        if (!isBundled) {
            return first(scope, events, Long.MAX_VALUE);
        }
        return withFields(
                scope,
                bundledEvents.render(
                        scope.tx(),
                        scope.request().requester(),
                        scope.reader(),
                        events,
                        EventFormat.SYNC));
    }

    /// The first of the events, until they have so many bytes; one at least, when there is one.
    List<byte[]> first(RoomScope scope, List<StoredEvent> events, long maxBytes) {
        List<byte[]> texts =
                scope.request().filter().federationFormat()
                        // No larger than what is stored, which is bounded already.
                        ? events.stream()
                                .map(event -> clientEvents.shown(event, scope.reader()))
                                .map(EventTexts::asReceived)
                                .toList()
                        : clientEvents.renderFirst(
                                scope.tx(),
                                scope.request().requester(),
                                scope.reader(),
                                events,
                                EventFormat.SYNC,
                                maxBytes);
        return withFields(scope, texts);
    }

    private static List<byte[]> withFields(RoomScope scope, List<byte[]> texts) {
        SyncFilter filter = scope.request().filter();
        EventFields fields = filter.fields();
        return fields == null
                ? texts
                : texts.stream().map(text -> fields.of(Json.parseObject(text)).toBytes()).toList();
    }

    private static byte[] asReceived(StoredEvent event) {
        ByteArrayOutputStream text =
                new ByteArrayOutputStream(event.client().length + event.federation().length + 3);
        text.write('{');
        text.writeBytes(event.client());
        text.write(',');
        text.writeBytes(event.federation());
        text.write('}');
        return text.toByteArray();
    }
}
