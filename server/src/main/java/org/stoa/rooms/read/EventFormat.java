package org.stoa.rooms.read;

/// The shape in which an event goes to a client.
public enum EventFormat {
    /// With `room_id`: everywhere but in /sync.
    CLIENT,
    /// Without `room_id`: inside a room's section of /sync.
    SYNC,
    /// The events of `r0` and `api/v1`: as CLIENT, with `user_id`, `age`, `prev_content` and, for member events, `membership`
    /// at the top level as well. Source: legacy client API v1.
    LEGACY;
}
