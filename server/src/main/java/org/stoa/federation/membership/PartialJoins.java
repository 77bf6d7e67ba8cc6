package org.stoa.federation.membership;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.platform.Awaited;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;
import org.stoa.platform.Workers;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receive.PartialStates;

/// Makes rooms whole that were entered without most of their members: asks the server that let this one in for the state, else
/// others, until one of them gives it; also after a restart. Thread-safe.
///
/// Spec: server-server-api#put_matrixfederationv2send_joinroomideventid, `members_omitted` (v1.19).
public final class PartialJoins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartialJoins.class);

    /// Rooms that are worked on at once; what their states take of the memory is bounded with all other large answers.
    private static final int AT_ONCE = 8;

    /// Rooms of one resident that are worked on at once: one that never gives a state leaves places for others.
    private static final int OF_ONE_RESIDENT = 2;

    /// How long the first attempt may take to fetch states; the next twice as long each time, up to what those of the largest rooms
    /// take from a few servers.
    private static final Duration FIRST_ATTEMPT = Duration.ofMinutes(1);

    private static final int MAX_DOUBLED = 6;

    /// How long servers of which only the resident says that they are in the room are told what happens there.
    private static final Duration TOLD_FOR = Duration.ofHours(1);

    /// The others are found by looking again.
    private static final int MAX_WAITING = 1_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /// How long a join waits for the members, which come at once in rooms of few; nobody notices the difference in larger ones.
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /// How long nobody is asked when nobody had the state; twice as long each time, at most so long.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /// Events with unknown prev events may come while states are fetched; then these are fetched too.
    private static final int MAX_ROUNDS = 10;

    private final PartialStates partialStates;
    private final FetchModule fetch;
    private final Rooms rooms;
    private final Platform platform;
    private final Workers workers = new Workers("partial-joins", AT_ONCE, MAX_WAITING);
    private final Map<Long, Attempts> active = new ConcurrentHashMap<>();
    private final Map<ServerName, Integer> residents = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private @Nullable Repeater looking;

    PartialJoins(PartialStates partialStates, FetchModule fetch, Rooms rooms, Platform platform) {
        this.partialStates = partialStates;
        this.fetch = fetch;
        this.rooms = rooms;
        this.platform = platform;
    }

    /// How often it was tried in vain, and when it is tried again, in nanoseconds.
    ///
    /// @param since when the first attempt was made, in nanoseconds
    private record Attempts(int failed, long dueAt, boolean isRunning, long since) {
        Duration patience() {
            return FIRST_ATTEMPT.multipliedBy(1L << Math.min(failed, MAX_DOUBLED));
        }
    }

    /// Begins with what a stop had cut off.
    public void start() {
        look();
        looking = Repeater.start("partial-joins", LOOK_EVERY, this::look, platform);
    }

    private void look() {
        partialStates.all().forEach(room -> isBegun(room, () -> {}));
    }

    /// Says that a room was entered without most of its members, and waits a moment for them.
    void begin(Room room) {
        Awaited<Boolean> attempt = new Awaited<>(platform.time());
        if (isBegun(room.nid(), () -> attempt.set(true))) {
            attempt.await(PATIENCE);
        }
    }

    /// Begins to work on a room, unless somebody does or it is not due; returns whether it did.
    ///
    /// @param then done afterwards, whatever came of it
    private boolean isBegun(long room, Runnable then) {
        long now = platform.time().nanoTime();
        Attempts known = active.computeIfAbsent(room, first -> new Attempts(0, now, false, now));
        if (known.isRunning() || known.dueAt() - now > 0) {
            return false;
        }
        Attempts running = new Attempts(known.failed(), known.dueAt(), true, known.since());
        if (!active.replace(room, known, running)) {
            return false;
        }
        boolean isBegun =
                workers.tryRun(
                        () -> {
                            try {
                                work(room);
                            } finally {
                                then.run();
                            }
                        });
        if (!isBegun) {
            active.replace(room, running, known);
        }
        return isBegun;
    }

    private void work(long room) {
        boolean isDone = false;
        try {
            isDone = complete(room, requireNonNull(active.get(room)));
        } catch (RuntimeException e) {
            if (closed) {
                // The ground goes away under who is cut off; it goes on after the next start.
                LOG.debug("The state of room {} was cut off", room, e);
                return;
            }
            LOG.error("The state of room {} failed; it is tried again later", room, e);
        }
        if (isDone) {
            active.remove(room);
        } else {
            active.computeIfPresent(room, (nid, known) -> later(known));
        }
    }

    private Attempts later(Attempts known) {
        long pause =
                Math.min(
                        FIRST_PAUSE.toNanos() << Math.min(known.failed(), 20),
                        LONGEST_PAUSE.toNanos());
        return new Attempts(
                known.failed() + 1, platform.time().nanoTime() + pause, false, known.since());
    }

    private boolean complete(long room, Attempts attempts) {
        Optional<ServerName> resident = partialStates.resident(rooms.get(room));
        if (resident.isEmpty()) {
            return true;
        }
        if (platform.time().nanoTime() - attempts.since() > TOLD_FOR.toNanos()) {
            partialStates.tellOnlyKnown(rooms.get(room), resident.get());
        }
        if (residents.merge(resident.get(), 1, Integer::sum) > OF_ONE_RESIDENT) {
            leave(resident.get());
            return false;
        }
        try {
            return complete(room, resident.get(), attempts.patience());
        } finally {
            leave(resident.get());
        }
    }

    private void leave(ServerName resident) {
        residents.computeIfPresent(resident, (name, count) -> count == 1 ? null : count - 1);
    }

    private boolean complete(long room, ServerName resident, Duration patience) {
        Map<EventId, List<EventId>> states = new HashMap<>();
        long end = platform.time().nanoTime() + patience.toNanos();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Room current = rooms.get(room);
            if (partialStates.resident(current).isEmpty()) {
                return true;
            }
            if (!fetchAll(current, resident, states, end)) {
                LOG.info("Nobody gave the state of {} so far", current.roomId());
                return false;
            }
            if (partialStates.complete(current, states)) {
                return true;
            }
        }
        return false;
    }

    /// What is fetched stays stored, so an attempt that was too short has less to do the next time.
    private boolean fetchAll(
            Room room, ServerName resident, Map<EventId, List<EventId>> states, long end) {
        for (EventId event : partialStates.wanted(room)) {
            if (states.containsKey(event)) {
                continue;
            }
            Duration left = Duration.ofNanos(end - platform.time().nanoTime());
            if (!left.isPositive()) {
                return false;
            }
            Optional<List<EventId>> state =
                    fetch.wholeStates()
                            .before(room, fetch.peers().of(room, List.of(resident)), event, left);
            if (state.isEmpty()) {
                return false;
            }
            states.put(event, state.get());
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        if (looking != null) {
            looking.close();
        }
        workers.close();
    }
}
