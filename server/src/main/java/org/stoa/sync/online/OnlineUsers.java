package org.stoa.sync.online;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Changes;
import org.stoa.platform.Time;
import org.stoa.storage.Change;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.Frontier;
import org.stoa.storage.Lane;

/// Who is online, that is has polled within the last minutes, with the rooms of each. Thread-safe.
///
/// A room of somebody who is online has the position of its last change here, so a request finds out whether anything is
/// new for it without the database, also when that is longer ago than [Changes] remembers.
///
/// Nothing is missed, because of this order. A commit is noted here before the frontier moves, and wakes after that. A
/// request registers with [Changes], then takes the frontier, then looks at what was noted. When a user or room begins to
/// be watched, what `recording` says *after* it is in the registry is the position above which all is noted: a commit
/// that did not find it had set `recording` before it looked.
public final class OnlineUsers implements CommitListener {
    /// Who has not polled for so long is no longer online.
    private static final Duration ONLINE = Duration.ofMinutes(5);

    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final Time time;
    private final Changes changes;
    private final Map<Long, OnlineUser> users = new ConcurrentHashMap<>();
    private final Map<Long, OnlineRoom> rooms = new ConcurrentHashMap<>();
    private final JoinedRooms joinedRooms = new JoinedRooms();
    private final AtomicLong lastSweepNanos;
    private volatile long recording;

    /// Creates it with nobody online.
    public OnlineUsers(Time time, Changes changes) {
        this.time = time;
        this.changes = changes;
        this.lastSweepNanos = new AtomicLong(time.nanoTime());
    }

    @Override
    public void committed(Frontier frontier, List<Change> committed) {
        recording = frontier.at(Lane.ONLY).value();
        for (Change change : committed) {
            switch (change.target()) {
                case Change.Room(long nid) -> note(rooms.get(nid), change);
                case Change.User(long nid) -> note(users.get(nid), change);
            }
        }
    }

    /// How many users are online, for metrics.
    public int size() {
        return users.size();
    }

    /// Notes that a user is here with one more request; [#leave] must follow.
    public OnlineUser enter(long user) {
        sweepNowAndThen();
        return users.compute(
                user,
                (nid, known) -> {
                    OnlineUser entered = known == null ? new OnlineUser(nid) : known;
                    entered.enter();
                    return entered;
                });
    }

    /// Notes that a request of a user was answered.
    public void leave(OnlineUser user) {
        users.computeIfPresent(
                user.nid(),
                (nid, online) -> {
                    online.leave(time.nanoTime());
                    return online;
                });
    }

    /// Takes the frontier, up to which a request answers, with the user's rooms at least as new as it.
    public long frontier(Database database, OnlineUser user) {
        long to = database.frontier().at(Lane.ONLY).value();
        while (refresh(database, user)) {
            // What came while his rooms were read may have woken nobody.
            to = database.frontier().at(Lane.ONLY).value();
        }
        // Behind the frontier, so that who sent anything up to it counts.
        user.meet(database.names());
        return to;
    }

    /// Whether it is known here which of the user's rooms changed above the position.
    public boolean reachesBackTo(OnlineUser user, long position) {
        return user.joinedRooms()
                .allMatch(
                        nid -> {
                            OnlineRoom room = rooms.get(nid);
                            return room != null && room.reachesBackTo(position);
                        });
    }

    /// Whether a room of somebody who is online changed above the position, which must be reached back to.
    public boolean changedAfter(long nid, long position) {
        OnlineRoom room = rooms.get(nid);
        return room == null || room.changedAfter(position);
    }

    /// The rooms that somebody who is online is joined to; empty when they are not known here as they are now.
    Optional<long[]> roomsOf(long nid) {
        OnlineUser user = users.get(nid);
        if (user == null || !user.rooms().isLoaded() || user.isOutdated()) {
            return Optional.empty();
        }
        return Optional.of(user.rooms().joined());
    }

    private static void note(@Nullable OnlineRoom room, Change change) {
        if (room != null) {
            room.changedAt(change.pos().value());
        }
    }

    private static void note(@Nullable OnlineUser user, Change change) {
        if (user != null) {
            user.changedAt(change.pos().value());
        }
    }

    /// Reads the user's rooms again when his memberships may have changed; `false` when they have not.
    private boolean refresh(Database database, OnlineUser user) {
        if (user.isWatched() && !user.isOutdated()) {
            return false;
        }
        synchronized (user) {
            if (!user.isWatched()) {
                user.watchedSince(recorded(database));
            }
            if (!user.isOutdated()) {
                return false;
            }
            long asOf = recorded(database);
            OnlineUser.Rooms before = user.rooms();
            OnlineUser.Rooms now =
                    database.read(
                            tx -> joinedRooms.read(tx, database.names(), user.nid(), before, asOf));
            for (long room : now.joined()) {
                if (Arrays.binarySearch(before.joined(), room) < 0) {
                    enter(database, user, room);
                }
            }
            user.rooms(now);
            for (long room : before.joined()) {
                if (Arrays.binarySearch(now.joined(), room) < 0) {
                    leave(user, room);
                }
            }
            return true;
        }
    }

    private void enter(Database database, OnlineUser user, long room) {
        OnlineRoom entered =
                rooms.compute(
                        room,
                        (nid, known) -> {
                            OnlineRoom online = known == null ? new OnlineRoom() : known;
                            online.add(user.nid());
                            return online;
                        });
        entered.watchedSince(recorded(database));
        changes.online(room, user.nid());
    }

    private void leave(OnlineUser user, long room) {
        changes.offline(room, user.nid());
        rooms.computeIfPresent(
                room,
                (nid, online) -> {
                    online.remove(user.nid());
                    return online.isForsaken() ? null : online;
                });
    }

    /// The last position that was noted here, or that was committed before there was anything to note.
    private long recorded(Database database) {
        return Math.max(recording, database.frontier().at(Lane.ONLY).value());
    }

    private void sweepNowAndThen() {
        long now = time.nanoTime();
        long last = lastSweepNanos.get();
        if (now - last < SWEEP_EVERY.toNanos() || !lastSweepNanos.compareAndSet(last, now)) {
            return;
        }
        for (long nid : users.keySet()) {
            users.computeIfPresent(nid, (key, user) -> isGone(user, now) ? null : user);
        }
    }

    private boolean isGone(OnlineUser user, long now) {
        if (!user.isGone(now - ONLINE.toNanos())) {
            return false;
        }
        for (long room : user.rooms().joined()) {
            leave(user, room);
        }
        return true;
    }
}
