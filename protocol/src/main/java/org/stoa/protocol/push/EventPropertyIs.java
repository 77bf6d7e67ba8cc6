package org.stoa.protocol.push;

import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// `event_property_is`: a property has exactly this value.
record EventPropertyIs(JsonObject toJson, PropertyPath path, Json value) implements Condition {

    static final String KIND = "event_property_is";

    static EventPropertyIs of(String key, Object value) {
        return new EventPropertyIs(
                JsonObject.of("kind", KIND, "key", key, "value", value),
                PropertyPath.parse(key),
                Json.of(value));
    }

    @Override
    public boolean matches(JsonObject event, PushContext context) {
        return value.equals(path.in(event));
    }
}
