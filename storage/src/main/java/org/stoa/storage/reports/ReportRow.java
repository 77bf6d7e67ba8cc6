package org.stoa.storage.reports;

import org.jspecify.annotations.Nullable;

/// What a user reported: an event of a room, a room, or a user.
///
/// @param reporter user id of who reported it
/// @param roomId the room, `null` when a user was reported
/// @param eventId the event, `null` when it is not one
/// @param userId the user who is reported, or the sender of the event; `null` for a room
/// @param reason as the reporter wrote it, may be empty
/// @param createdTs when, in milliseconds since 1970
public record ReportRow(
        String reporter,
        @Nullable String roomId,
        @Nullable String eventId,
        @Nullable String userId,
        String reason,
        long createdTs) {}
