package org.stoa.rooms.state;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Keeps what was used last, as much as fits, and the very last whatever its size: so what is worked with is there, however large it
/// is and whatever was used often before. (A cache that goes by how often things are used would let go of a large room's
/// data again and again.) Thread-safe.
///
/// @param <K> what things are found by
/// @param <V> the things
public final class RecentlyUsed<K, V> {
    private final long maxBytes;
    private final int fewest;
    private final ToLongFunction<V> weigher;
    private final Map<K, Weighed<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Weighed<V>(V value, long bytes) {}

    /// Creates it.
    ///
    /// @param maxBytes about how much memory everything that is kept may take, if it is more than one thing; 0: nothing is kept
    /// @param weigher about how much memory a thing takes, in bytes
    public RecentlyUsed(long maxBytes, ToLongFunction<V> weigher) {
        this.maxBytes = maxBytes;
        this.fewest = maxBytes == 0 ? 0 : 1;
        this.weigher = weigher;
    }

    /// What was put there, if it is still kept.
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key)).map(Weighed::value);
    }

    /// Keeps a thing, in place of what was there, and weighs it.
    public synchronized void put(K key, V value) {
        Weighed<V> kept = new Weighed<>(value, weigher.applyAsLong(value));
        Weighed<V> old = entries.put(key, kept);
        bytes += kept.bytes() - (old == null ? 0 : old.bytes());
        Iterator<Weighed<V>> oldest = entries.values().iterator();
        while (bytes > maxBytes && entries.size() > fewest) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
