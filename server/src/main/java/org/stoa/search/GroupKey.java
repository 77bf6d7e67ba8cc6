package org.stoa.search;

import java.util.Optional;
import org.stoa.rooms.event.StoredEvent;

/// What results can be grouped by.
enum GroupKey {
    ROOM("room_id") {
        @Override
        String valueOf(StoredEvent event) {
            return event.roomId().toString();
        }
    },
    SENDER("sender") {
        @Override
        String valueOf(StoredEvent event) {
            return event.parsed().sender().toString();
        }
    };

    private final String text;

    GroupKey(String text) {
        this.text = text;
    }

    /// As requests and answers name it.
    String text() {
        return text;
    }

    /// The value that an event has.
    abstract String valueOf(StoredEvent event);

    static Optional<GroupKey> of(String text) {
        for (GroupKey key : values()) {
            if (key.text.equals(text)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }
}
