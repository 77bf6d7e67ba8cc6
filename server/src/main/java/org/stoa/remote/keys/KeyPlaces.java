package org.stoa.remote.keys;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Places for the servers that are asked for their keys at the same time. Whoever is asked may hold one for half a minute, so
/// there are some of their own for each kind of question: a stranger who names other strangers takes none of those that
/// the servers need with which this one talks all day. Nobody waits for one without end. Thread-safe.
final class KeyPlaces {
    /// Who waits longer would rather do without the keys.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int ACQUAINTED = 50;

    /// More than two addresses can hold by the limits for each.
    private static final int STRANGERS = 100;

    private static final int WHOLE_STATES = 100;

    private final Map<Lane, Semaphore> free = new EnumMap<>(Lane.class);
    private final Duration patience;

    KeyPlaces() {
        this(ACQUAINTED, STRANGERS, WHOLE_STATES, PATIENCE);
    }

    KeyPlaces(int acquainted, int strangers, int wholeStates, Duration patience) {
        this.patience = patience;
        free.put(Lane.ACQUAINTED, new Semaphore(acquainted));
        free.put(Lane.STRANGERS, new Semaphore(strangers));
        free.put(Lane.WHOLE_STATES, new Semaphore(wholeStates));
    }

    /// Who is asked, and what for.
    enum Lane {
        /// Servers that share a room with this one, and answered when they were asked last.
        ACQUAINTED,
        /// All others.
        STRANGERS,
        /// Others, for the state of a room that is being entered.
        WHOLE_STATES
    }

    /// Returns what comes of some work that needs a place; false when there was none in time.
    ///
    /// @param left how much time there is at most
    boolean in(Lane lane, Duration left, BooleanSupplier work) {
        Semaphore places = Objects.requireNonNull(free.get(lane));
        if (!isTaken(places, patience(lane, left))) {
            return false;
        }
        try {
            return work.getAsBoolean();
        } finally {
            places.release();
        }
    }

    /// A state that lacks some of its events is worse than one that comes late.
    private Duration patience(Lane lane, Duration left) {
        return lane == Lane.WHOLE_STATES || left.compareTo(patience) < 0 ? left : patience;
    }

    private static boolean isTaken(Semaphore places, Duration patience) {
        try {
            return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
