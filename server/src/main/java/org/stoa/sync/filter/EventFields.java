package org.stoa.sync.filter;

import java.util.List;
import org.stoa.protocol.json.JsonObject;

/// The properties of events that a client wants, when it does not want all: `event_fields` of a filter.
///
/// Spec: client-server-api#filtering (v1.19).
public final class EventFields {
    private final List<FieldPath> paths;

    /// Reads the paths.
    EventFields(List<String> paths) {
        this.paths = paths.stream().map(FieldPath::parse).toList();
    }

    /// The event with the wanted properties only.
    public JsonObject of(JsonObject event) {
        JsonObject kept = JsonObject.EMPTY;
        for (FieldPath path : paths) {
            kept = path.copy(event, kept);
        }
        return kept;
    }
}
