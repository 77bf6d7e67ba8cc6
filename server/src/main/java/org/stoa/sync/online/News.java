package org.stoa.sync.online;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.stoa.ephemeral.EphemeralCounter;
import org.stoa.ephemeral.Typing;
import org.stoa.platform.ChangedTargets;
import org.stoa.platform.Changes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.Memberships;
import org.stoa.storage.Database;
import org.stoa.storage.Position;
import org.stoa.storage.rooms.SyncRepository;

/// Finds out which of a user's rooms may have news, without the database unless he was away for long. Thread-safe.
public final class News {
    /// Up to so many changes it is cheaper to walk them than the user's rooms.
    private static final long FEW = 1_000;

    private final Database database;
    private final Changes changes;
    private final OnlineUsers online;
    private final Typing typing;
    private final EphemeralCounter counter;
    private final SyncRepository repository = new SyncRepository();

    /// Creates it.
    public News(
            Database database,
            Changes changes,
            OnlineUsers online,
            Typing typing,
            EphemeralCounter counter) {
        this.database = database;
        this.changes = changes;
        this.online = online;
        this.typing = typing;
        this.counter = counter;
    }

    /// The rooms that the user is joined to and in which anything with a position changed after `from`.
    public Set<Long> changedRooms(OnlineUser user, long from, long to) {
        if (from >= to) {
            return Set.of();
        }
        if (to - from <= FEW) {
            Optional<Set<Long>> recent = remembered(user, from, to);
            if (recent.isPresent()) {
                return recent.get();
            }
        }
        if (online.reachesBackTo(user, from)) {
            return watched(user, from);
        }
        return remembered(user, from, to)
                .orElseGet(
                        () ->
                                new HashSet<>(
                                        database.read(
                                                tx ->
                                                        repository.changedRooms(
                                                                tx,
                                                                user.nid(),
                                                                Memberships.number(Membership.JOIN),
                                                                from))));
    }

    /// The rooms that the user is joined to and in which who is typing changed after `from` and not after `to`, by the
    /// count of what lives in memory.
    public Set<Long> typingRooms(OnlineUser user, long from, long to) {
        Set<Long> joined = new HashSet<>();
        for (long room : typing.changedRooms(from, to)) {
            if (user.isJoined(room)) {
                joined.add(room);
            }
        }
        return joined;
    }

    /// The number of the newest change of what lives in memory: who is typing, and presence.
    public long lastEphemeral() {
        return counter.last();
    }

    private Optional<Set<Long>> remembered(OnlineUser user, long from, long to) {
        return changes.since(new Position(from), new Position(to))
                .map(targets -> joined(user, targets));
    }

    private static Set<Long> joined(OnlineUser user, ChangedTargets targets) {
        Set<Long> joined = new HashSet<>();
        targets.forEachRoom(
                room -> {
                    if (user.isJoined(room)) {
                        joined.add(room);
                    }
                });
        return joined;
    }

    private Set<Long> watched(OnlineUser user, long from) {
        Set<Long> changed = new HashSet<>();
        user.joinedRooms()
                .forEach(
                        room -> {
                            if (online.changedAfter(room, from)) {
                                changed.add(room);
                            }
                        });
        return changed;
    }
}
