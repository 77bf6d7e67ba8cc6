package org.stoa.protocol.push;

import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// `event_property_contains`: a property is an array that has exactly this value.
record EventPropertyContains(JsonObject toJson, PropertyPath path, Json value)
        implements Condition {

    static final String KIND = "event_property_contains";

    static EventPropertyContains of(String key, Object value) {
        return new EventPropertyContains(
                JsonObject.of("kind", KIND, "key", key, "value", value),
                PropertyPath.parse(key),
                Json.of(value));
    }

    @Override
    public boolean matches(JsonObject event, PushContext context) {
        if (!(path.in(event) instanceof JsonArray array)) {
            return false;
        }
        for (int i = 0; i < array.size(); i++) {
            if (value.equals(array.get(i))) {
                return true;
            }
        }
        return false;
    }
}
