package org.stoa.search.index;

import java.util.Optional;

/// The texts that can be searched: a key of the content of one event type.
///
/// Spec: client-server-api#search-categories (v1.19).
public enum TextKind {
    /// What somebody wrote.
    BODY("content.body", "m.room.message"),
    /// The name of a room.
    NAME("content.name", "m.room.name"),
    /// The topic of a room.
    TOPIC("content.topic", "m.room.topic");

    private final String key;
    private final String eventType;

    TextKind(String key, String eventType) {
        this.key = key;
        this.eventType = eventType;
    }

    /// The key as requests name it.
    public String key() {
        return key;
    }

    /// The type of the events that have it.
    public String eventType() {
        return eventType;
    }

    /// The kind with a key.
    public static Optional<TextKind> ofKey(String key) {
        for (TextKind kind : values()) {
            if (kind.key.equals(key)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// The kind that events of a type have.
    public static Optional<TextKind> ofEventType(String type) {
        for (TextKind kind : values()) {
            if (kind.eventType.equals(type)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
