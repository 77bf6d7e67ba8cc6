package org.stoa.rooms.endpoint;

import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.head.Rooms;
import org.stoa.storage.rooms.DelayedEvent;

/// Delayed events as clients get them. Spec: MSC4140, "Getting a single delayed event".
final class DelayedEventJson {
    private DelayedEventJson() {}

    static JsonObject of(DelayedEvent event, Rooms rooms) {
        JsonObject.Builder json = JsonObject.builder();
        json.put("delay_id", event.delayId());
        json.put("room_id", rooms.get(event.room()).roomId().toString());
        json.put("type", event.type());
        String stateKey = event.stateKey();
        if (stateKey != null) {
            json.put("state_key", stateKey);
        }
        json.put("delay", event.delayMillis());
        json.put("running_since", event.runningSince());
        json.put("content", Json.parseObject(event.content()));
        String error = event.error();
        if (error != null) {
            json.put("error", Json.parseObject(error));
        }
        String eventId = event.eventId();
        if (eventId != null) {
            json.put("event_id", eventId);
        }
        Long finalised = event.finalisedTs();
        if (finalised != null) {
            json.put("origin_server_ts", (long) finalised);
        }
        return json.build();
    }
}
