package org.stoa.rooms.persist;

import java.util.Optional;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.json.JsonObject;

/// What an event says about another one in `m.relates_to`.
///
/// Spec: client-server-api#forming-relationships-between-events (v1.19).
///
/// @param kind `rel_type`, for example `m.thread`, at most 255 bytes
/// @param target the related event
public record Relation(String kind, EventId target) {
    private static final int MAX_KIND_LENGTH = 255;

    /// A thread's relation of its events to their root.
    public static final String THREAD = "m.thread";

    /// An edit's relation to the event that it replaces.
    public static final String REPLACE = "m.replace";

    /// The relation in an event's content; empty when there is none that is well-formed.
    public static Optional<Relation> of(JsonObject content) {
        Optional<JsonObject> relatesTo = content.object("m.relates_to");
        if (relatesTo.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> kind =
                relatesTo.get().string("rel_type").filter(text -> text.length() <= MAX_KIND_LENGTH);
        Optional<EventId> target = relatesTo.get().string("event_id").flatMap(EventId::tryParse);
        return kind.isPresent() && target.isPresent()
                ? Optional.of(new Relation(kind.get(), target.get()))
                : Optional.empty();
    }
}
