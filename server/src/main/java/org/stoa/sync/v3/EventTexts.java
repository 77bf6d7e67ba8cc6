package org.stoa.sync.v3;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.stoa.protocol.json.Json;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.BundledEvents;
import org.stoa.rooms.read.ClientEvents;
import org.stoa.rooms.read.EventFormat;
import org.stoa.sync.filter.EventFields;
import org.stoa.sync.filter.SyncFilter;

/// Events of a room as text, in the form and with the fields that the filter asks for.
final class EventTexts {
    private final ClientEvents clientEvents;
    private final BundledEvents bundledEvents;

    EventTexts(ClientEvents clientEvents, BundledEvents bundledEvents) {
        this.clientEvents = clientEvents;
        this.bundledEvents = bundledEvents;
    }

    /// The events of a timeline, with what relates to them when the client may have missed that: "GET /sync when the
    /// relevant section has a limited value of true".
    List<byte[]> of(RoomScope scope, TimelinePage page) {
        boolean isBundled = page.limited() && !scope.request().filter().federationFormat();
        if (!isBundled) {
            return of(scope, page.events());
        }
        return withFields(
                scope,
                bundledEvents.render(
                        scope.tx(),
                        scope.request().requester(),
                        scope.reader(),
                        page.events(),
                        EventFormat.SYNC));
    }

    List<byte[]> of(RoomScope scope, List<StoredEvent> events) {
        List<byte[]> texts =
                scope.request().filter().federationFormat()
                        ? events.stream()
                                .map(event -> clientEvents.shown(event, scope.reader()))
                                .map(EventTexts::asReceived)
                                .toList()
                        : clientEvents.render(
                                scope.tx(),
                                scope.request().requester(),
                                scope.reader(),
                                events,
                                EventFormat.SYNC);
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
