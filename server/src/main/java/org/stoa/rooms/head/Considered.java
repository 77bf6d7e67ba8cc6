package org.stoa.rooms.head;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.auth.StateKeyPair;

/// What a resolution of states decided about, and what it read for that. It only grows: what an update adds that is given up makes
/// the next resolution start from the beginning, and nothing else. It is worked out when somebody first asks: often nobody does. Only
/// for the holder of the room's lock.
public final class Considered {
    /// Instead of an event: there are several for the key.
    private static final long SEVERAL = -1;

    private final Map<Long, Long> events = new HashMap<>();
    private final Set<Long> all = new HashSet<>();
    private final Set<StateKeyPair> read = new HashSet<>();

    /// Events of the auth graph that lead to none of these, by their numbers there.
    private final BitSet leadingNowhere = new BitSet();

    private @Nullable Consumer<Considered> content;

    /// Creates it.
    ///
    /// @param content adds the events; the contents of state events must be then what they are now
    public Considered(Consumer<Considered> content) {
        this.content = content;
    }

    private Considered known() {
        Consumer<Considered> missing = content;
        if (missing != null) {
            content = null;
            boolean isWhole = false;
            try {
                missing.accept(this);
                isWhole = true;
            } finally {
                content = isWhole ? null : missing;
            }
        }
        return this;
    }

    /// Adds an event, by number of its key and its own.
    ///
    /// @param reads the keys that its authorisation reads
    public void add(long stateKey, long event, Collection<StateKeyPair> reads) {
        known().events.merge(stateKey, event, (one, other) -> SEVERAL);
        all.add(event);
        read.addAll(reads);
    }

    /// Adds an event that takes the place of the only one for its key.
    public void replace(long stateKey, long event, Collection<StateKeyPair> reads) {
        known().events.put(stateKey, event);
        all.add(event);
        read.addAll(reads);
    }

    /// The only event for a key; 0 when there is none, negative when there are several.
    public long event(long stateKey) {
        return known().events.getOrDefault(stateKey, 0L);
    }

    /// Whether it is one of the events, or was before it was replaced.
    public boolean has(long event) {
        return known().all.contains(event);
    }

    /// Whether the authorisation of one of the events reads a key.
    public boolean isRead(StateKeyPair key) {
        return known().read.contains(key);
    }

    /// Events of the auth graph that lead to none of these, by their numbers there; may be added to.
    public BitSet leadingNowhere() {
        return known().leadingNowhere;
    }

    /// How many events there are.
    public int size() {
        return known().all.size();
    }
}
