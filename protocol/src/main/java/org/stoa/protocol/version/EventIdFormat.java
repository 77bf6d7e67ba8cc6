package org.stoa.protocol.version;

/// How the events of a room are named.
public enum EventIdFormat {
    /// The server that sends the event invents `$localpart:server` and puts it in `event_id`. Spec: rooms/v1#event-ids.
    SERVER_MADE,
    /// `$` and the reference hash in unpadded Base64; `event_id` is not part of the event. Spec: rooms/v3#event-ids.
    HASH,
    /// The same in the URL-safe alphabet. Spec: rooms/v4#event-ids.
    URL_SAFE_HASH;

    /// Whether ids are computed from the event.
    public boolean isHash() {
        return this != SERVER_MADE;
    }
}
