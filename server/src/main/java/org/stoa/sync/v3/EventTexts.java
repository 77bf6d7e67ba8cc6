package org.stoa.sync.v3;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.stoa.protocol.json.Json;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.ClientEvents;
import org.stoa.rooms.read.EventFormat;
import org.stoa.sync.filter.EventFields;
import org.stoa.sync.filter.SyncFilter;

/// Events of a room as text, in the form and with the fields that the filter asks for.
final class EventTexts {
    private final ClientEvents clientEvents;

    EventTexts(ClientEvents clientEvents) {
        this.clientEvents = clientEvents;
    }

    List<byte[]> of(RoomScope scope, List<StoredEvent> events) {
        SyncFilter filter = scope.request().filter();
        List<byte[]> texts =
                filter.federationFormat()
                        ? events.stream().map(EventTexts::asReceived).toList()
                        : clientEvents.render(
                                scope.tx(),
                                scope.request().requester(),
                                scope.reader(),
                                events,
                                EventFormat.SYNC);
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
