package org.stoa.platform;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The signal that the process is about to end. Whoever holds a request open for a while (a long poll) observes it and
/// answers at once with what there is. Thread-safe.
public final class Shutdown {
    private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
    private volatile boolean begun;

    /// Tells whether the process is about to end.
    public boolean hasBegun() {
        return begun;
    }

    /// Gives the signal; only the first call does anything.
    public void begin() {
        synchronized (this) {
            if (begun) {
                return;
            }
            begun = true;
        }
        listeners.forEach(Runnable::run);
    }

    /// Calls `listener` once when the signal is given, at once when it was given before. It must not block.
    public void onBegin(Runnable listener) {
        synchronized (this) {
            if (!begun) {
                listeners.add(listener);
                return;
            }
        }
        listener.run();
    }
}
