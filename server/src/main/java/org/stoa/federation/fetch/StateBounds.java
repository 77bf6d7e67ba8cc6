package org.stoa.federation.fetch;

import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;

/// How much may be fetched for a state. Thread-safe.
interface StateBounds {
    /// For a room that is being entered: nothing is known of it that a state could be measured by.
    StateBounds OF_AN_ENTRY =
            new StateBounds() {
                @Override
                public Bound of(Room room, ServerName peer) {
                    return Bound.NONE;
                }

                @Override
                public void spent(Room room, ServerName peer, long bytes) {}
            };

    /// What one state may have.
    ///
    /// @param ids of its events and of their auth chains
    /// @param bytes of all of them
    /// @param known how many events of such a kind the room has here
    record Bound(long ids, long bytes, long known) {
        /// Only the operator's own bound counts.
        static final Bound NONE = new Bound(Long.MAX_VALUE, Long.MAX_VALUE, 0);

        /// An id in a list, of an old room with a long name.
        private static final long BYTES_OF_ID = 128;

        /// Whether nothing may be fetched now.
        boolean isUsedUp() {
            return bytes <= 0;
        }

        /// How many bytes of a list of ids count: those beyond a list of what is here, which every honest one is.
        long beyondKnown(long listed) {
            return Math.max(0, listed - BYTES_OF_ID * known);
        }
    }

    /// What a state of a room may have that a server gives now.
    Bound of(Room room, ServerName peer);

    /// Takes note of what a server gave for a state of a room.
    void spent(Room room, ServerName peer, long bytes);
}
