package org.stoa.platform;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stoa.storage.Change;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Frontier;
import org.stoa.storage.Lane;
import org.stoa.storage.Position;

/// Who has to hear of what: remembers the last changes, and wakes those who wait for them. Thread-safe.
///
/// A wake-up is a hint and may be lost: whoever waits reads again when the wait ends, for whatever reason. Who is *online*
/// in a room is kept by the caller; a request that waits registers only its user, and a change in a room wakes the users
/// who are online there and wait.
///
/// ```
/// try (Waiter waiter = changes.register(userNid)) {
///     while (true) {
///         Position to = database.frontier().at(Lane.ONLY);
///         ... return an answer if there is something new up to `to`
///         if (waiter.await(left) != Wake.CHANGED) { ... return what there is }
///     }
/// }
/// ```
public final class Changes implements CommitListener {
    /// 32,768 places: some hundred kilobytes, and few users who are online share one.
    private static final int USER_BITS = 15;

    private final Time time;
    private final Shutdown shutdown;
    private final ChangeRing ring = new ChangeRing();
    private final LastChanges users = new LastChanges(USER_BITS, 0);
    private final ConcurrentMap<Long, LongHashSet> onlineByRoom = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, List<Waiter>> waitersByUser = new ConcurrentHashMap<>();
    private final List<Waiter> followers = new CopyOnWriteArrayList<>();

    /// Makes one that knows of nothing yet.
    public Changes(Time time, Shutdown shutdown) {
        this.time = time;
        this.shutdown = shutdown;
        shutdown.onBegin(this::lookAll);
    }

    /// Says that the database has just been opened at this frontier, so that what comes after it is known without gaps.
    public void startAt(Frontier frontier) {
        ring.startAt(frontier.at(Lane.ONLY).value());
    }

    @Override
    public void committed(Frontier frontier, List<Change> changes) {
        for (Change change : changes) {
            ring.add(change.pos().value(), change.target());
            if (change.target() instanceof Change.User(long nid)) {
                users.changed(nid, change.pos().value());
            }
        }
    }

    @Override
    public void visible(Frontier frontier, List<Change> changes) {
        followers.forEach(Waiter::wake);
        if (waitersByUser.isEmpty()) {
            return;
        }
        LongHashSet rooms = new LongHashSet();
        for (Change change : changes) {
            switch (change.target()) {
                case Change.Room(long nid) -> rooms.add(nid);
                case Change.User(long nid) -> wakeUser(nid);
            }
        }
        rooms.forEach(this::wakeRoom);
    }

    /// Returns the rooms and users that changed after `from` and up to `to`; empty when that is longer ago than is remembered
    /// (the last 65,536 changes since the start), and the database has to be asked.
    ///
    /// Both positions are of one lane. What is newer than `to` does not matter.
    public Optional<ChangedTargets> since(Position from, Position to) {
        if (to.compareTo(from) <= 0) {
            return Optional.of(new ChangedTargets(new long[0]));
        }
        return ring.between(from.value(), to.value());
    }

    /// Returns a position above which, since the start, no row of the user himself changed (his account data, his memberships,
    /// his private receipts).
    public long lastOfUser(long userNid) {
        return users.last(userNid);
    }

    /// Registers somebody who waits for changes that concern a user.
    public Waiter register(long userNid) {
        Waiter waiter = new Waiter(time, shutdown, done -> unregister(userNid, done));
        waitersByUser.merge(userNid, List.of(waiter), Changes::joined);
        return waiter;
    }

    /// Registers a follower that wants to hear of every commit, such as a sender of push notices.
    public Waiter registerFollower() {
        Waiter waiter = new Waiter(time, shutdown, followers::remove);
        followers.add(waiter);
        return waiter;
    }

    /// Returns how many follow every commit.
    public int followers() {
        return followers.size();
    }

    /// Says that a user has a session that polls and is in a room.
    public void online(long roomNid, long userNid) {
        onlineByRoom.compute(
                roomNid,
                (nid, known) -> {
                    LongHashSet users = known == null ? new LongHashSet() : known;
                    synchronized (users) {
                        users.add(userNid);
                    }
                    return users;
                });
    }

    /// Says that a user left the room, or has no session left that polls.
    public void offline(long roomNid, long userNid) {
        onlineByRoom.computeIfPresent(
                roomNid,
                (nid, users) -> {
                    synchronized (users) {
                        users.remove(userNid);
                        return users.isEmpty() ? null : users;
                    }
                });
    }

    /// Returns the users who are online in a room, in no order.
    public long[] online(long roomNid) {
        LongHashSet users = onlineByRoom.get(roomNid);
        if (users == null) {
            return new long[0];
        }
        synchronized (users) {
            return users.toArray();
        }
    }

    /// Wakes the users who are online in a room and wait, for something that is not in the database (typing, presence).
    public void wakeRoom(long roomNid) {
        LongHashSet users = onlineByRoom.get(roomNid);
        if (users == null) {
            return;
        }
        synchronized (users) {
            users.forEach(this::wakeUser);
        }
    }

    /// Wakes a user who waits, for something that is not in the database.
    public void wakeUser(long userNid) {
        waitersByUser.getOrDefault(userNid, List.of()).forEach(Waiter::wake);
    }

    /// Returns how many requests wait.
    public int waiting() {
        return waitersByUser.values().stream().mapToInt(List::size).sum();
    }

    private void lookAll() {
        waitersByUser.values().forEach(waiters -> waiters.forEach(Waiter::look));
        followers.forEach(Waiter::look);
    }

    private void unregister(long userNid, Waiter done) {
        waitersByUser.computeIfPresent(userNid, (nid, waiters) -> without(waiters, done));
    }

    private static List<Waiter> joined(List<Waiter> waiters, List<Waiter> more) {
        return Stream.concat(waiters.stream(), more.stream()).toList();
    }

    private static @Nullable List<Waiter> without(List<Waiter> waiters, Waiter done) {
        List<Waiter> left = waiters.stream().filter(waiter -> waiter != done).toList();
        return left.isEmpty() ? null : left;
    }
}
