package org.stoa.sync.online;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.storage.Names;

/// A user who has followed the stream within the last minutes: the rooms that he is joined to, when anything of his own
/// changed last, and what his devices know of members. Thread-safe.
public final class OnlineUser {
    private static final long NOT_WATCHED = Long.MAX_VALUE;

    private final long nid;
    private final Map<String, SentMembers> sentMembers = new HashMap<>();

    private volatile Rooms rooms = Rooms.NOT_LOADED;
    private final AtomicLong lastChange = new AtomicLong(NOT_WATCHED);
    private int requests;
    private long lastSeenNanos;

    OnlineUser(long nid) {
        this.nid = nid;
    }

    /// The rooms that the user is joined to.
    ///
    /// @param asOf every change of the user's memberships up to this position is in it
    /// @param joined numbers of the rooms, ascending
    /// @param ignored the users that he wants to hear nothing of
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    record Rooms(long asOf, long[] joined, IgnoredUsers.Found ignored) {
        static final Rooms NOT_LOADED = new Rooms(-1, new long[0], IgnoredUsers.Found.NOBODY);

        boolean isLoaded() {
            return asOf >= 0;
        }
    }

    /// Number of the user.
    public long nid() {
        return nid;
    }

    /// Whether the user was joined to the room when his rooms were last read.
    public boolean isJoined(long room) {
        return Arrays.binarySearch(rooms.joined(), room) >= 0;
    }

    /// The rooms that the user was joined to when they were last read, ascending.
    public LongStream joinedRooms() {
        return Arrays.stream(rooms.joined());
    }

    /// The users that he wants to hear nothing of.
    public Set<Long> ignored() {
        return rooms.ignored().numbers();
    }

    /// Whether anything of his own (memberships, account data, private receipts) may have changed above the position.
    public boolean changedAfter(long position) {
        return lastChange.get() > position;
    }

    /// What a device of his knows of the members of rooms.
    public SentMembers sentMembers(String device) {
        synchronized (sentMembers) {
            return sentMembers.computeIfAbsent(device, first -> new SentMembers());
        }
    }

    Rooms rooms() {
        return rooms;
    }

    void rooms(Rooms read) {
        rooms = read;
    }

    /// Looks whether somebody whom he ignores was met since.
    void meet(Names names) {
        if (rooms.ignored().isCurrent(names)) {
            return;
        }
        // The lock of who reads the rooms again.
        synchronized (this) {
            Rooms known = rooms;
            rooms = new Rooms(known.asOf(), known.joined(), known.ignored().now(names));
        }
    }

    /// Whether his rooms must be read again.
    boolean isOutdated() {
        return lastChange.get() > rooms.asOf();
    }

    /// Whether his changes are noted here.
    boolean isWatched() {
        return lastChange.get() != NOT_WATCHED;
    }

    /// Says that every change above the position is noted here, and that what is below is not known.
    void watchedSince(long position) {
        lastChange.compareAndSet(NOT_WATCHED, position);
    }

    /// Notes a change; called by the commit queue's thread only.
    void changedAt(long position) {
        lastChange.set(position);
    }

    /// One more request of his; under the lock of the registry's entry.
    void enter() {
        requests++;
    }

    /// One request less; under the lock of the registry's entry.
    void leave(long nowNanos) {
        requests--;
        lastSeenNanos = nowNanos;
    }

    /// Whether he has not been here since the time; under the lock of the registry's entry.
    boolean isGone(long sinceNanos) {
        return requests == 0 && lastSeenNanos - sinceNanos < 0;
    }
}
