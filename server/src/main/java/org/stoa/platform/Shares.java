package org.stoa.platform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Gives each key so many places at once, so that one cannot hold all of what it shares with others. A key that nobody has or
/// wants a place of costs nothing. Thread-safe.
///
/// @param <K> such as the other server that something is done for
public final class Shares<K> {
    private final int each;
    private final Map<K, Places> places = new ConcurrentHashMap<>();

    /// Gives each key this many places.
    public Shares(int each) {
        this.each = each;
    }

    /// @param users those who have a place or wait for one
    private record Places(Semaphore free, int users) {
        Places with(int more) {
            return new Places(free, users + more);
        }
    }

    /// Takes a place; returns false when the key has none left.
    public boolean tryTake(K key) {
        if (enter(key).free().tryAcquire()) {
            return true;
        }
        leave(key);
        return false;
    }

    /// Takes a place, after waiting for one.
    ///
    /// Errors: InterruptedException when the caller is interrupted while it waits; it has no place then.
    public void take(K key) throws InterruptedException {
        try {
            enter(key).free().acquire();
        } catch (InterruptedException e) {
            leave(key);
            throw e;
        }
    }

    /// Gives back a place that was taken.
    public void giveBack(K key) {
        places.computeIfPresent(
                key,
                (same, known) -> {
                    known.free().release();
                    return known.users() == 1 ? null : known.with(-1);
                });
    }

    private Places enter(K key) {
        return places.merge(
                key, new Places(new Semaphore(each), 1), (known, fresh) -> known.with(1));
    }

    private void leave(K key) {
        places.computeIfPresent(key, (same, known) -> known.users() == 1 ? null : known.with(-1));
    }
}
