package org.stoa.rooms.receipts;

import org.stoa.protocol.push.CountingLevel;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
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
    private final RuleCounts walked;

    /// Creates it.
    public UnreadCounts(EventStore events, States states, Names names) {
        this(events, states, names, RuleCounts.MAX_EVENTS);
    }

    /// Creates it.
    ///
    /// @param maxEvents how many events are looked at one by one at most
    UnreadCounts(EventStore events, States states, Names names, int maxEvents) {
        this.rules = new UserRulesCache(names);
        this.walked = new RuleCounts(events, states, names, maxEvents);
    }

    /// What a user has not read in a room.
    public Unread of(Tx tx, Room room, long user) {
        UserRules own = rules.of(tx, user);
        CountingLevel level = own.level(room);
        if (level == CountingLevel.NOTHING) {
            return Unread.NONE;
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
