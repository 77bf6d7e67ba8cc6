package org.stoa.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gives each key so many places at once, so that one cannot hold all of what it shares with others. A key without a place taken
/// costs nothing. Thread-safe.
///
/// @param <K> such as the other server that something is done for
public final class Shares<K> {
    private final int each;
    private final Map<K, Integer> taken = new ConcurrentHashMap<>();

    /// Gives each key this many places.
    public Shares(int each) {
        this.each = each;
    }

    /// Takes a place; returns false when the key has none left.
    public boolean tryTake(K key) {
        boolean[] isTaken = {false};
        taken.compute(
                key,
                (same, known) -> {
                    int now = known == null ? 0 : known;
                    isTaken[0] = now < each;
                    return isTaken[0] ? Integer.valueOf(now + 1) : known;
                });
        return isTaken[0];
    }

    /// Gives back a place that was taken.
    public void giveBack(K key) {
        taken.computeIfPresent(key, (same, known) -> fewer(known));
    }

    private static @Nullable Integer fewer(int known) {
        return known == 1 ? null : known - 1;
    }
}
