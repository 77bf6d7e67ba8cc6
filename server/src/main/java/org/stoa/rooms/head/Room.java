package org.stoa.rooms.head;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Basis;
import org.stoa.storage.Pending;
import org.stoa.storage.Position;

/// A room in memory: the `tip`, which only the holder of {@link #lock()} may touch, and what is committed, which
/// anybody may read.
///
/// Lock order: a room's lock, then its monitor. Nobody waits for the commit of a write of his own with the lock held,
/// and the commit queue's thread takes only the monitor, so it never waits for a builder.
public final class Room {
    /// How many committed snapshots are kept, for readers whose position is a little older than the newest.
    private static final int SNAPSHOTS = 16;

    /// How many of the newest events are kept as objects, so that those who follow a room read no database.
    private static final int RECENT = 64;

    /// About how much memory they may take in a room: messages of a usual size fit.
    private static final int RECENT_BYTES = 96 << 10;

    /// How many threads and local users are kept of what writes have changed, once those are committed.
    private static final int REMEMBERED = 1_000;

    /// How much may be remembered of writes that are under way. Where writes come one after the other without a pause, which who sends
    /// here at the same time from several connections can bring about, they are waited for now and then: else it would never be
    /// forgotten.
    static final int MOST_UNDER_WAY = 10_000;

    private final long nid;
    private final RoomId roomId;
    private final RoomRules rules;
    private final ReentrantLock lock = new ReentrantLock();
    private final Object monitor = new Object();

    private RoomHead tip;
    private @Nullable Pending lastWrite;
    private final Map<Long, Long> threadTotals = new HashMap<>();
    private final Map<Long, LocalStay> localStays = new HashMap<>();
    private final PendingTargets pendingTargets = new PendingTargets();
    private final Forks forks = new Forks();

    private volatile RoomSnapshot visible;
    private volatile List<RoomSnapshot> snapshots;
    private volatile RecentEvents recent;
    private volatile Object stateContents = new Object();
    private volatile long changedPos;
    private volatile long completedPos;
    private volatile boolean membersAreKnown;
    private final Set<Thread> waitingForMembers = ConcurrentHashMap.newKeySet();

    private int pendingWrites;
    private Basis basis;
    private boolean tipIsLost;
    private boolean closed;

    /// Creates a room that was loaded, or that is about to be made.
    ///
    /// @param snapshot what is committed
    /// @param changedPos the last position of any event, receipt, state version or completion in the room
    public Room(long nid, RoomId roomId, RoomRules rules, RoomSnapshot snapshot, long changedPos) {
        this.nid = nid;
        this.roomId = roomId;
        this.rules = rules;
        this.tip = snapshot.head();
        this.basis = new Basis(nid);
        this.visible = snapshot;
        this.snapshots = List.of(snapshot);
        this.recent = new RecentEvents(snapshot.position().value(), List.of());
        this.changedPos = changedPos;
        this.membersAreKnown = !snapshot.head().isPartial();
    }

    /// Between which orders a local user was last joined; 0 where there is none.
    public record LocalStay(long joinedOrd, long leftOrd) {}

    /// The newest events that were committed since the room was loaded, oldest first.
    ///
    /// @param completeAfter every event of the room above this position is in the list
    public record RecentEvents(long completeAfter, List<StoredEvent> events) {}

    /// The room's number.
    public long nid() {
        return nid;
    }

    /// The room's id.
    public RoomId roomId() {
        return roomId;
    }

    /// The rules of its version.
    public RoomRules rules() {
        return rules;
    }

    /// What is committed.
    public RoomSnapshot visible() {
        return visible;
    }

    /// The newest events.
    public RecentEvents recent() {
        return recent;
    }

    /// What was committed at the position, while that is among the last snapshots; empty when it is older.
    public Optional<RoomSnapshot> visibleAt(Position position) {
        RoomSnapshot newest = visible;
        if (newest.position().compareTo(position) <= 0) {
            return Optional.of(newest);
        }
        List<RoomSnapshot> kept = snapshots;
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.get(i).position().compareTo(position) <= 0) {
                return Optional.of(kept.get(i));
            }
        }
        return Optional.empty();
    }

    /// The newest of the last snapshots whose current state is stored there; empty when there is none.
    public Optional<RoomSnapshot> visibleWith(StateRef ref) {
        return snapshots.reversed().stream()
                .filter(snapshot -> snapshot.head().stateRef().equals(ref))
                .findFirst();
    }

    /// The last position at which anything that a follower reads changed in the room.
    public long changedPos() {
        return changedPos;
    }

    /// Notes a committed change at the position that is no event (a receipt); called by the commit queue's thread.
    public void changedAt(long position) {
        changedPos = Math.max(changedPos, position);
    }

    /// The position from which on all members are known, of a room that was entered without; 0 for one that was not, or
    /// of which they are not known yet.
    public long completedPos() {
        return completedPos;
    }

    /// Says from where on all members are known; called by the commit queue's thread.
    public void completedAt(long position) {
        completedPos = position;
        changedAt(position);
    }

    /// Waits until all members are known, also to who reads up to the frontier, at most for a while; returns whether they are.
    public boolean awaitMembers(Time time, Duration patience) {
        long deadline = time.nanoTime() + patience.toNanos();
        waitingForMembers.add(Thread.currentThread());
        try {
            while (!membersAreKnown) {
                long left = deadline - time.nanoTime();
                if (left <= 0 || Thread.currentThread().isInterrupted()) {
                    return false;
                }
                time.park(this, Duration.ofNanos(left));
            }
            return true;
        } finally {
            waitingForMembers.remove(Thread.currentThread());
        }
    }

    /// Says that the frontier has moved beyond the write that made the members known, if it did: who waits for them goes on. Called by
    /// the commit queue's thread.
    public void membersAreVisible() {
        if (!visible.head().isPartial()) {
            membersAreKnown = true;
            waitingForMembers.forEach(LockSupport::unpark);
        }
    }

    /// The lock of the room's writer.
    public ReentrantLock lock() {
        return lock;
    }

    /// What the next event builds on. Waits until no failed write is left in the queue, then starts again from what is
    /// committed; waits for the writes under way also when much is remembered of them. Only for the holder of the lock.
    public RoomHead tip() {
        synchronized (monitor) {
            if (remembersMuch()) {
                awaitWrites();
            }
            if (tipIsLost) {
                awaitWrites();
                tip = visible.head();
                basis = new Basis(nid);
                threadTotals.clear();
                localStays.clear();
                pendingTargets.clear();
                forks.clear();
                tipIsLost = false;
            }
            return tip;
        }
    }

    /// The running total of a thread after the newest event in it, when it is in memory. Only for the holder of the lock.
    public @Nullable Long threadTotal(long root) {
        return threadTotals.get(root);
    }

    /// Between which orders a local user was last joined, when it is in memory. Only for the holder of the lock.
    public @Nullable LocalStay localStay(long user) {
        return localStays.get(user);
    }

    /// Remembers what a write changes that is about to be submitted: running totals by thread, and stays by local user.
    /// Only for the holder of the lock.
    public void remember(Map<Long, Long> totals, Map<Long, LocalStay> stays) {
        forgetWhatIsStored(threadTotals);
        forgetWhatIsStored(localStays);
        threadTotals.putAll(totals);
        localStays.putAll(stays);
    }

    /// What is known of the room's graph beside its head. Only for the holder of the lock.
    public Forks forks() {
        synchronized (monitor) {
            if (pendingWrites == 0) {
                forks.committed();
            }
        }
        return forks;
    }

    /// Takes over what an update knew that is about to be submitted. Only for the holder of the lock.
    public void remember(Forks update) {
        forks.add(update);
    }

    /// Redactions that wait for their target. Only for the holder of the lock.
    public PendingTargets pendingTargets() {
        synchronized (monitor) {
            if (pendingWrites == 0) {
                pendingTargets.committed();
            }
        }
        return pendingTargets;
    }

    /// Whether no write of the room is under way and nobody holds its lock, so that it may be dropped from memory.
    public boolean isIdle() {
        synchronized (monitor) {
            return pendingWrites == 0 && !lock.isLocked();
        }
    }

    /// Marks the room as dropped from memory; whoever gets the lock afterwards has to load it again. Only for the holder
    /// of the lock. Returns false, and does nothing, while a write is under way.
    public boolean close() {
        synchronized (monitor) {
            if (pendingWrites > 0) {
                return false;
            }
            closed = true;
            return true;
        }
    }

    /// Whether the room was dropped from memory. Only for the holder of the lock.
    public boolean isClosed() {
        synchronized (monitor) {
            return closed;
        }
    }

    /// Empties a map of what writes have changed once it is large and all of them are committed.
    private void forgetWhatIsStored(Map<Long, ?> changed) {
        synchronized (monitor) {
            if (pendingWrites == 0 && changed.size() > REMEMBERED) {
                changed.clear();
            }
        }
    }

    /// What the writes of the room are built on until one of them fails.
    public Basis basis() {
        synchronized (monitor) {
            return basis;
        }
    }

    /// The newest write that was handed to the commit queue; null when there was none since the room was loaded. Only for
    /// the holder of the lock.
    public @Nullable Pending lastWrite() {
        return lastWrite;
    }

    /// Remembers the newest write. Only for the holder of the lock.
    public void lastWrite(Pending write) {
        lastWrite = write;
    }

    /// Moves the tip just before a write is handed to the commit queue. Only for the holder of the lock.
    public void submitting(RoomHead next) {
        synchronized (monitor) {
            tip = next;
            pendingWrites++;
        }
    }

    /// Publishes a committed write; called in order by the commit queue's thread.
    public void committed(RoomSnapshot snapshot, List<StoredEvent> events) {
        synchronized (monitor) {
            pendingWrites--;
            monitor.notifyAll();
        }
        recent = appended(events);
        ArrayDeque<RoomSnapshot> kept = new ArrayDeque<>(snapshots);
        kept.addLast(snapshot);
        while (kept.size() > SNAPSHOTS) {
            kept.removeFirst();
        }
        snapshots = List.copyOf(kept);
        visible = snapshot;
        if (snapshot.head().isPartial()) {
            membersAreKnown = false;
        }
        changedAt(snapshot.position().value());
    }

    /// Takes back what a failed write had done to the tip; called in order by the commit queue's thread.
    public void failed() {
        synchronized (monitor) {
            pendingWrites--;
            tipIsLost = true;
            monitor.notifyAll();
        }
    }

    /// Something that is another one after the bytes of a state event changed (redaction), for who keeps what he read in them. To be
    /// taken before reading.
    public Object stateContents() {
        return stateContents;
    }

    /// Drops an event from the newest ones, or replaces it, after its bytes changed (redaction).
    public void replaceRecent(StoredEvent changed) {
        if (changed.isState()) {
            stateContents = new Object();
        }
        RecentEvents before = recent;
        List<StoredEvent> events = new ArrayList<>(before.events());
        events.replaceAll(
                event -> event.event() == changed.event() ? changed.at(event.pos()) : event);
        recent = new RecentEvents(before.completeAfter(), List.copyOf(events));
    }

    /// Drops an event from the newest ones that is not in the timeline any more.
    public void withdrawRecent(long event) {
        RecentEvents before = recent;
        recent =
                new RecentEvents(
                        before.completeAfter(),
                        before.events().stream().filter(each -> each.event() != event).toList());
    }

    private RecentEvents appended(List<StoredEvent> events) {
        RecentEvents before = recent;
        List<StoredEvent> all = new ArrayList<>(before.events());
        all.addAll(events);
        int first = all.size();
        long bytes = 0;
        while (first > 0 && all.size() - first < RECENT) {
            bytes += all.get(first - 1).weight();
            if (bytes > RECENT_BYTES) {
                break;
            }
            first--;
        }
        long completeAfter = first == 0 ? before.completeAfter() : all.get(first - 1).pos();
        return new RecentEvents(completeAfter, List.copyOf(all.subList(first, all.size())));
    }

    private boolean remembersMuch() {
        return forks.size() + pendingTargets.size() + threadTotals.size() + localStays.size()
                > MOST_UNDER_WAY;
    }

    private void awaitWrites() {
        try {
            while (pendingWrites > 0) {
                monitor.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MatrixException(ErrorCode.UNKNOWN, "The server is stopping; try again later");
        }
    }
}
