package org.stoa.federation.receive;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.federation.receive.Staging.Staged;
import org.stoa.platform.Platform;
import org.stoa.platform.Repeater;
import org.stoa.platform.Shares;
import org.stoa.platform.Workers;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;

/// Takes up the events that wait: one worker a room, so rooms do not wait for each other. What is there after a restart, and
/// what is due again, is looked for every few seconds. Thread-safe.
final class StagedRooms implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StagedRooms.class);

    /// Rooms that are worked on at once. They mostly wait for other servers.
    private static final int AT_ONCE = 64;

    /// Of these, rooms in which the event that has waited for longest is of the same server, which may take its time with what it
    /// is asked.
    private static final int AT_ONCE_OF_ORIGIN = 8;

    /// Rooms of which it is found out at once whose turn they wait for.
    private static final int LOOKED_INTO = 4;

    /// The others are found by looking again.
    private static final int MAX_WAITING = 10_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Staging staging;
    private final GapFilling filling;
    private final Rooms rooms;
    private final Platform platform;
    private final Workers workers = new Workers("staged-events", MAX_WAITING, 0);
    private final Semaphore lookedInto = new Semaphore(LOOKED_INTO);
    private final Shares<ServerName> shares = new Shares<>(AT_ONCE_OF_ORIGIN);
    private final Semaphore running = new Semaphore(AT_ONCE);

    /// Rooms that are worked on, or are about to be, and whether something came since.
    private final Map<Long, Boolean> active = new ConcurrentHashMap<>();

    private volatile boolean closed;
    private @Nullable Repeater looking;

    StagedRooms(Staging staging, GapFilling filling, Rooms rooms, Platform platform) {
        this.staging = staging;
        this.filling = filling;
        this.rooms = rooms;
        this.platform = platform;
    }

    /// Begins with what is there.
    void start() {
        look();
        looking = Repeater.start("staged-rooms", LOOK_EVERY, this::look, platform);
    }

    private void look() {
        staging.roomsDue(MAX_WAITING).forEach(this::wake);
    }

    /// Says that an event waits in a room, or that one has come for which others may wait.
    void wake(Room room) {
        wake(room.nid());
    }

    private void wake(long room) {
        boolean isWorkedOn = active.merge(room, false, (known, now) -> true);
        if (!isWorkedOn && !workers.tryRun(() -> workInTurn(room))) {
            active.remove(room);
        }
    }

    /// Waits for a place among those of the server, and only then for one among all.
    private void workInTurn(long room) {
        try {
            Optional<ServerName> origin = origin(room);
            if (origin.isEmpty()) {
                workAmongAll(room);
                return;
            }
            shares.take(origin.get());
            try {
                workAmongAll(room);
            } finally {
                shares.giveBack(origin.get());
            }
        } catch (InterruptedException closing) {
            active.remove(room);
            Thread.currentThread().interrupt();
        }
    }

    private void workAmongAll(long room) throws InterruptedException {
        running.acquire();
        try {
            work(room);
        } finally {
            running.release();
        }
    }

    /// Who sent the event that has waited for longest. What is wrong with it is found out by the work.
    private Optional<ServerName> origin(long room) throws InterruptedException {
        lookedInto.acquire();
        try {
            return staging.oldest(rooms.get(room), 1).stream().map(Staged::origin).findFirst();
        } catch (RuntimeException failed) {
            LOG.debug("Whose events wait in {} is not known", room, failed);
            return Optional.empty();
        } finally {
            lookedInto.release();
        }
    }

    private void work(long room) {
        try {
            do {
                active.put(room, false);
                filling.work(rooms.get(room));
            } while (!active.remove(room, false));
        } catch (RuntimeException e) {
            active.remove(room);
            if (closed) {
                // The ground goes away under who is cut off; all is done again after the next
                // start.
                LOG.debug("Events that wait in {} were cut off", room, e);
                return;
            }
            LOG.error("Events that wait in {} failed; they are tried again later", room, e);
            filling.giveUpFor(rooms.get(room));
        }
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
