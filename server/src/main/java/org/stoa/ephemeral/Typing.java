package org.stoa.ephemeral;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stoa.platform.Time;

/// Who is typing in which room, in memory only. Thread-safe.
///
/// Each change of a room's list takes the next number of the counter; a reader that has seen the counter at some number is
/// told of the rooms whose newest change is above it. A list always replaces the one before, so only the newest change of
/// a room counts.
///
/// Spec: client-server-api#typing-notifications (v1.19).
public final class Typing {
    /// The longest that somebody is taken to type without saying so again.
    public static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

    /// Rooms in which nobody types any more that are remembered; of older ones readers that were away are not told.
    private static final int MAX_SILENT_ROOMS = 10_000;

    private final Time time;
    private final EphemeralCounter counter;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private final Map<Long, RoomTyping> rooms = new HashMap<>();
    private final NavigableMap<Long, Long> roomByChange = new TreeMap<>();

    /// Hears of changes, after they can be read. Must be quick.
    @FunctionalInterface
    public interface Listener {
        /// The list of a room changed.
        void typingChanged(long room);
    }

    /// The users who type in a room, with the `nanoTime` at which each is forgotten.
    private static final class RoomTyping {
        final Map<Long, Long> untilByUser = new LinkedHashMap<>();
        long change;
    }

    /// Creates it with nobody typing.
    public Typing(Time time, EphemeralCounter counter) {
        this.time = time;
        this.counter = counter;
    }

    /// Adds somebody who hears of changes.
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /// Notes that a user types in a room, for `timeout` or until he says otherwise; at most [#MAX_TIMEOUT].
    public void start(long room, long user, Duration timeout) {
        Duration bounded = timeout.compareTo(MAX_TIMEOUT) > 0 ? MAX_TIMEOUT : timeout;
        boolean changed;
        synchronized (this) {
            RoomTyping typing = rooms.computeIfAbsent(room, nobody -> new RoomTyping());
            changed = typing.untilByUser.put(user, time.nanoTime() + bounded.toNanos()) == null;
            if (changed) {
                countChange(room, typing);
            }
        }
        if (changed) {
            tell(List.of(room));
        }
    }

    /// Notes that a user no longer types in a room.
    public void stop(long room, long user) {
        synchronized (this) {
            RoomTyping typing = rooms.get(room);
            if (typing == null || typing.untilByUser.remove(user) == null) {
                return;
            }
            countChange(room, typing);
        }
        tell(List.of(room));
    }

    /// The rooms whose newest change is above `from` and not above `to`, oldest change first.
    public synchronized List<Long> changedRooms(long from, long to) {
        return from >= to
                ? List.of()
                : List.copyOf(roomByChange.subMap(from, false, to, true).values());
    }

    /// The users who type in a room, in the order in which they began.
    public synchronized List<Long> users(long room) {
        RoomTyping typing = rooms.get(room);
        return typing == null ? List.of() : List.copyOf(typing.untilByUser.keySet());
    }

    /// Forgets those whose time is over, and returns how long it is until that happens next; [#MAX_TIMEOUT] when nobody
    /// types.
    public Duration expire() {
        List<Long> changed = new ArrayList<>();
        Duration next;
        synchronized (this) {
            long now = time.nanoTime();
            rooms.forEach(
                    (room, typing) -> {
                        if (typing.untilByUser.values().removeIf(until -> until - now <= 0)) {
                            countChange(room, typing);
                            changed.add(room);
                        }
                    });
            forgetSilentRooms();
            next = untilNextExpiry(now);
        }
        tell(changed);
        return next;
    }

    private Duration untilNextExpiry(long now) {
        long nanos = MAX_TIMEOUT.toNanos();
        for (RoomTyping typing : rooms.values()) {
            for (long until : typing.untilByUser.values()) {
                nanos = Math.min(nanos, until - now);
            }
        }
        return Duration.ofNanos(Math.max(0, nanos));
    }

    private void countChange(long room, RoomTyping typing) {
        roomByChange.remove(typing.change);
        typing.change = counter.next();
        roomByChange.put(typing.change, room);
    }

    private void forgetSilentRooms() {
        Iterator<Long> oldestFirst = roomByChange.values().iterator();
        while (roomByChange.size() > MAX_SILENT_ROOMS && oldestFirst.hasNext()) {
            long room = oldestFirst.next();
            RoomTyping typing = rooms.get(room);
            if (typing == null || typing.untilByUser.isEmpty()) {
                oldestFirst.remove();
                rooms.remove(room);
            }
        }
    }

    private void tell(List<Long> changed) {
        for (long room : changed) {
            listeners.forEach(listener -> listener.typingChanged(room));
        }
    }
}
