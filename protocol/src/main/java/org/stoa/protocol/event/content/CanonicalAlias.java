package org.stoa.protocol.event.content;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// The content of `m.room.canonical_alias`; texts as they stand there, not checked.
///
/// Spec: client-server-api#mroomcanonical_alias (v1.19).
public record CanonicalAlias(JsonObject content) {

    /// Returns the view of the event, or of none.
    public static CanonicalAlias of(@Nullable Event event) {
        return new CanonicalAlias(event == null ? JsonObject.EMPTY : event.content());
    }

    /// Returns the main alias; empty when it is missing, `null` or the empty string.
    public Optional<String> alias() {
        return content.string("alias").filter(alias -> !alias.isEmpty());
    }

    /// Returns the other aliases.
    public List<String> alternatives() {
        return content.array("alt_aliases").orElse(JsonArray.EMPTY).strings();
    }
}
