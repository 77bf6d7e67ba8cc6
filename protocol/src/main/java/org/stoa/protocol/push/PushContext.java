package org.stoa.protocol.push;

import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.UserId;

/// What of room and user, besides the event itself, push rules depend on.
///
/// @param displayName the name of the user in the room, null when they have none
/// @param memberCount how many users are joined to the room
/// @param senderLevel the power level of who sent the event
/// @param notificationLevel the level that a key such as `room` takes
public record PushContext(
        @Nullable String displayName,
        long memberCount,
        long senderLevel,
        ToLongFunction<String> notificationLevel) {

    /// Returns the context of an event of this sender in a room with these levels.
    public static PushContext of(
            PowerLevels levels, UserId sender, long memberCount, @Nullable String displayName) {
        return new PushContext(
                displayName, memberCount, levels.user(sender), levels::notifications);
    }
}
