package org.stoa.rooms.receipts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.state.States;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.receipts.CountRepository;
import org.stoa.storage.receipts.CountRepository.LastOfThread;

/// Counts what a user has not read by looking at each event with his rules: at those that came since it last did, while it
/// remembers what it found. Thread-safe.
final class RuleCounts {
    /// More are not looked at for one count: that would take longer than people wait.
    static final int MAX_EVENTS = 2_000;

    /// About how many bytes of memory may be used to remember what was found.
    private static final long MAX_BYTES = 32_000_000;

    private final EventStore events;
    private final States states;
    private final Names names;
    private final int maxEvents;
    private final CountRepository totals = new CountRepository();
    private final Cache<Key, RuleWalk.Found> found =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_BYTES)
                    .weigher((Key key, RuleWalk.Found walked) -> walked.bytes())
                    .build();

    private record Key(long user, long room) {}

    /// @param maxEvents how many events are looked at for one count at most
    RuleCounts(EventStore events, States states, Names names, int maxEvents) {
        this.events = events;
        this.states = states;
        this.names = names;
        this.maxEvents = maxEvents;
    }

    /// What a user has not read in a room; empty when too many events would have to be looked at.
    Optional<Unread> of(Tx tx, Room room, UserRules rules, Floors floors) {
        long from = lowest(tx, room.nid(), floors);
        Key key = new Key(rules.user(), room.nid());
        RuleWalk walk =
                new RuleWalk(
                        events,
                        tx,
                        room,
                        rules,
                        new RuleContexts(
                                events, states, names, tx, room, rules.userId().toString()),
                        maxEvents);
        RuleWalk.Found known = current(key, rules, from);
        RuleWalk.Found now = known == null ? walk.all(from) : walk.more(known, from);
        found.put(key, now);
        return now.isComplete() ? Optional.of(now.above(floors)) : Optional.empty();
    }

    private RuleWalk.@Nullable Found current(Key key, UserRules rules, long from) {
        RuleWalk.Found known = found.getIfPresent(key);
        return known != null && known.rules().equals(rules) && known.holdsFrom(from) ? known : null;
    }

    /// The place above which everything is that is unread: the user's floor of the main timeline, or what is before the
    /// first unread event of a thread.
    private long lowest(Tx tx, long room, Floors floors) {
        long lowest = floors.of(ReceiptThreads.MAIN);
        for (LastOfThread thread : totals.threadsAbove(tx, room, floors.everywhere())) {
            long floor = floors.of(thread.root());
            if (thread.lastOrd() > floor && floor < lowest) {
                lowest = Math.min(lowest, totals.firstAbove(tx, room, thread.root(), floor) - 1);
            }
        }
        return lowest;
    }
}
