package org.stoa.rooms.receipts;

import org.stoa.platform.Changes;
import org.stoa.protocol.push.CountingLevel;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.state.States;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Counts what a user has not read by his push rules. Thread-safe.
///
/// Where his rules come to the default ones in a room, to mentions only, or to nothing, running totals answer. For any
/// other rules, and where somebody whom he ignores has written, the unread events are looked at one by one; with too many
/// of them the figure is that of the default rules.
///
/// Spec: client-server-api#receiving-notifications (v1.19).
public final class UnreadCounts {
    private final UserRulesCache rules;
    private final RunningCounts running = new RunningCounts();
    private final KnownCounts known;
    private final RuleCounts walked;

    /// Creates it.
    public UnreadCounts(
            Rooms rooms, EventStore events, States states, Names names, Changes changes) {
        this(rooms, events, states, names, changes, RuleCounts.MAX_EVENTS, KnownCounts.MAX_BYTES);
    }

    /// Creates it.
    ///
    /// @param maxEvents how many events are looked at one by one at most
    /// @param maxBytes about how much memory may be used to keep what running totals said
    UnreadCounts(
            Rooms rooms,
            EventStore events,
            States states,
            Names names,
            Changes changes,
            int maxEvents,
            long maxBytes) {
        this.rules = new UserRulesCache(names, changes);
        this.known = new KnownCounts(rooms, maxBytes);
        this.walked = new RuleCounts(events, states, names, maxEvents);
    }

    /// What a user has not read in a room: of everything up to a position, and perhaps of what came since. For most users who
    /// follow the room nothing is asked of the database.
    ///
    /// @param asOf a position of the frontier from before the transaction began
    public Unread of(Tx tx, Room room, long user, long asOf) {
        UserRules own = rules.of(tx, user, asOf);
        CountingLevel level = own.level(room);
        if (level == CountingLevel.NOTHING) {
            return Unread.NONE;
        }
        if (level != CountingLevel.OTHER && own.ignoresNobody()) {
            return known.of(tx, room, own, level, asOf);
        }
        Floors floors = Floors.read(tx, room.nid(), user);
        if (level == CountingLevel.OTHER || own.ignoresAuthor(tx, room.nid(), floors)) {
            return walked.of(tx, room, own, floors)
                    .orElseGet(() -> running.of(tx, room.nid(), user, floors));
        }
        return level == CountingLevel.MENTIONS
                ? running.mentions(tx, room.nid(), user, floors)
                : running.of(tx, room.nid(), user, floors);
    }
}
