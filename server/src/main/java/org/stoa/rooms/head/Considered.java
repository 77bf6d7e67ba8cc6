package org.stoa.rooms.head;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.stoa.protocol.auth.StateKeyPair;

/// What a resolution of states decided about, and what it read for that. It only grows: what an update adds that is given up makes
/// the next resolution start from the beginning, and nothing else. Only for the holder of the room's lock.
public final class Considered {
    /// Instead of an event: there are several for the key.
    private static final long SEVERAL = -1;

    private final Map<Long, Long> events = new HashMap<>();
    private final Set<Long> all = new HashSet<>();
    private final Set<StateKeyPair> read = new HashSet<>();

    /// Events of the auth graph that lead to none of these, by their numbers there.
    private final BitSet leadingNowhere = new BitSet();

    /// Adds an event, by number of its key and its own.
    ///
    /// @param reads the keys that its authorisation reads
    public void add(long stateKey, long event, Collection<StateKeyPair> reads) {
        events.merge(stateKey, event, (one, other) -> SEVERAL);
        all.add(event);
        read.addAll(reads);
    }

    /// Adds an event that takes the place of the only one for its key.
    public void replace(long stateKey, long event, Collection<StateKeyPair> reads) {
        events.put(stateKey, event);
        all.add(event);
        read.addAll(reads);
    }

    /// The only event for a key; 0 when there is none, negative when there are several.
    public long event(long stateKey) {
        return events.getOrDefault(stateKey, 0L);
    }

    /// Whether it is one of the events, or was before it was replaced.
    public boolean has(long event) {
        return all.contains(event);
    }

    /// Whether the authorisation of one of the events reads a key.
    public boolean isRead(StateKeyPair key) {
        return read.contains(key);
    }

    /// Events of the auth graph that lead to none of these, by their numbers there; may be added to.
    public BitSet leadingNowhere() {
        return leadingNowhere;
    }

    /// How many events there are.
    public int size() {
        return all.size();
    }
}
