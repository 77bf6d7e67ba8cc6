package org.stoa.sync.online;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.ephemeral.Presence;
import org.stoa.platform.Changes;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;
import org.stoa.platform.Time;

/// Wakes those who wait and share a room with somebody whose presence changed: at once, and then at most once a second for
/// everybody who changed meanwhile, so that many changes together (a server that starts, a network that comes back) wake
/// each reader no more often than that. Thread-safe.
///
/// Only the rooms' users who are online are woken, and of rooms that are too large nobody is.
public final class PresenceWakes implements Presence.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceWakes.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Time time;
    private final Changes changes;
    private final SharedRooms shared;
    private final Set<Long> changed = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastWakeNanos;
    private final Repeater repeater;

    /// Starts it.
    public PresenceWakes(Platform platform, Changes changes, PresenceNews news) {
        this.time = platform.time();
        this.changes = changes;
        this.shared = news.shared();
        this.lastWakeNanos = new AtomicLong(time.nanoTime() - PAUSE.toNanos());
        this.repeater = Repeater.start("presence-wakes", PAUSE, this::wakeForAll, platform);
    }

    @Override
    public void presenceChanged(long user, boolean atOnce) {
        if (atOnce && mayWakeNow()) {
            wake(Set.of(user));
        } else {
            changed.add(user);
        }
    }

    @Override
    public void close() {
        repeater.close();
    }

    private boolean mayWakeNow() {
        long now = time.nanoTime();
        long last = lastWakeNanos.get();
        return now - last >= PAUSE.toNanos() && lastWakeNanos.compareAndSet(last, now);
    }

    private void wakeForAll() {
        if (changed.isEmpty()) {
            return;
        }
        lastWakeNanos.set(time.nanoTime());
        Set<Long> users = Set.copyOf(changed);
        // Whoever changes again from here on is looked at again, or was read as he is now.
        changed.removeAll(users);
        wake(users);
    }

    private void wake(Set<Long> users) {
        try {
            shared.smallRoomsOf(users).forEach(changes::wakeRoom);
        } catch (RuntimeException e) {
            // What the caller does must not fail for it: a wake-up is a hint.
            LOG.warn("Who waits for presence was not woken, and hears of it later", e);
        }
    }
}
