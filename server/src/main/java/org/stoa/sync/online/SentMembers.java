package org.stoa.sync.online;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which member events a device has been sent, so that with lazy loading they are not sent again. Thread-safe.
///
/// What an answer brought counts only when the device comes back with the token of that answer: until then the answer may
/// have been lost on the way. Forgetting all of it is harmless; the device then gets some events twice.
///
/// Spec: client-server-api#lazy-loading-room-members (v1.19).
public final class SentMembers {
    /// Member events that are remembered for a device, about 60 bytes each; beyond that it begins anew.
    private static final int MAX_EVENTS = 5_000;

    private final Map<Long, Set<Long>> known = new HashMap<>();
    private Map<Long, Set<Long>> sent = new HashMap<>();
    private long sentPosition = -1;
    private int count;

    /// The device is here with a token. What the answer of that token brought is known from now on.
    ///
    /// @param position position of the token; 0 when it begins anew
    public synchronized void continuedFrom(long position) {
        if (position == 0) {
            known.clear();
            count = 0;
        } else if (position == sentPosition) {
            sent.forEach(this::remember);
            sent = new HashMap<>();
        }
    }

    /// Begins an answer.
    ///
    /// @param position position of the answer's token
    public synchronized void begin(long position) {
        sent = new HashMap<>();
        sentPosition = position;
    }

    /// Whether the device has the member event of a room already.
    public synchronized boolean has(long room, long event) {
        Set<Long> events = known.get(room);
        return events != null && events.contains(event);
    }

    /// Notes that the answer brings a member event of a room.
    public synchronized void sending(long room, long event) {
        sent.computeIfAbsent(room, first -> new HashSet<>()).add(event);
    }

    private void remember(long room, Set<Long> events) {
        if (count + events.size() > MAX_EVENTS) {
            known.clear();
            count = 0;
        }
        Set<Long> all = known.computeIfAbsent(room, first -> new HashSet<>());
        int before = all.size();
        all.addAll(events);
        count += all.size() - before;
    }
}
