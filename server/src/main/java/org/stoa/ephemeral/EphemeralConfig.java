package org.stoa.ephemeral;

import java.time.Duration;

/// What the operator decides about typing and presence.
///
/// @param presence whether users see of each other who is there
/// @param idleAfter who did nothing for so long is idle
/// @param offlineAfter who has not been connected for so long is offline
/// @param maxRoomMembers a room with more joined members tells nobody of presence
public record EphemeralConfig(
        boolean presence, Duration idleAfter, Duration offlineAfter, int maxRoomMembers) {

    /// Everything is on.
    public static final EphemeralConfig DEFAULT =
            new EphemeralConfig(true, Duration.ofMinutes(5), Duration.ofMinutes(1), 500);

    /// The same without presence, or with it.
    public EphemeralConfig withPresence(boolean other) {
        return new EphemeralConfig(other, idleAfter, offlineAfter, maxRoomMembers);
    }

    /// The same with another size of rooms.
    public EphemeralConfig withMaxRoomMembers(int other) {
        return new EphemeralConfig(presence, idleAfter, offlineAfter, other);
    }
}
