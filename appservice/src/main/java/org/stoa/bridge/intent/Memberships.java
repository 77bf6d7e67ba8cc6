package org.stoa.bridge.intent;

import java.util.LinkedHashMap;
import java.util.Map;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;

/// In which rooms users of the service are known to be joined. It may know too little, which costs a request, or be out of
/// date, which the homeserver's refusal tells. Safe for use by several threads.
final class Memberships {

    /// A hundred bytes each.
    private static final int MAX_KNOWN = 100_000;

    private final Map<Key, Boolean> joined =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
                    return size() > MAX_KNOWN;
                }
            };

    private record Key(RoomId room, UserId user) {}

    synchronized boolean isJoined(RoomId room, UserId user) {
        return joined.getOrDefault(new Key(room, user), false);
    }

    synchronized void set(RoomId room, UserId user, boolean isJoined) {
        if (isJoined) {
            joined.put(new Key(room, user), true);
        } else {
            joined.remove(new Key(room, user));
        }
    }
}
