package org.stoa.ephemeral;

import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/// The users by the number of the newest change of each one's presence. Thread-safe.
final class PresenceChanges {
    private final EphemeralCounter counter;
    private final NavigableMap<Long, Long> userByChange = new TreeMap<>();

    PresenceChanges(EphemeralCounter counter) {
        this.counter = counter;
    }

    /// Gives a user's presence the next number; the caller holds the user.
    synchronized void note(KnownUser user) {
        userByChange.remove(user.change());
        user.change(counter.next());
        userByChange.put(user.change(), user.nid());
    }

    /// Forgets a user; the caller holds him.
    synchronized void forget(KnownUser user) {
        userByChange.remove(user.change());
    }

    /// The users whose newest change is above `from` and not above `to`, oldest change first.
    synchronized List<Long> between(long from, long to) {
        return from >= to
                ? List.of()
                : List.copyOf(userByChange.subMap(from, false, to, true).values());
    }

    /// The first change above a number; empty when there is none.
    synchronized OptionalLong after(long number) {
        Long next = userByChange.higherKey(number);
        return next == null ? OptionalLong.empty() : OptionalLong.of(next);
    }
}
