package org.stoa.platform;

import java.util.Arrays;
import java.util.function.LongConsumer;

/// The rooms and users that changed in a range of positions. Immutable.
public final class ChangedTargets {
    private final long[] packed;

    /// @param packed numbers of rooms times two, and numbers of users times two plus one; may repeat
    ChangedTargets(long[] packed) {
        this.packed = Arrays.stream(packed).sorted().distinct().toArray();
    }

    /// Tells whether nothing changed.
    public boolean isEmpty() {
        return packed.length == 0;
    }

    /// Tells whether a row of this user itself changed (not of a room they are in).
    public boolean hasUser(long userNid) {
        return Arrays.binarySearch(packed, (userNid << 1) | 1) >= 0;
    }

    /// Tells whether something in this room changed.
    public boolean hasRoom(long roomNid) {
        return Arrays.binarySearch(packed, roomNid << 1) >= 0;
    }

    /// Calls `consumer` once for each room that changed.
    public void forEachRoom(LongConsumer consumer) {
        for (long target : packed) {
            if ((target & 1) == 0) {
                consumer.accept(target >> 1);
            }
        }
    }

    /// Calls `consumer` once for each user that changed.
    public void forEachUser(LongConsumer consumer) {
        for (long target : packed) {
            if ((target & 1) == 1) {
                consumer.accept(target >> 1);
            }
        }
    }
}
