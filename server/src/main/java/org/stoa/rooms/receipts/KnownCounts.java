package org.stoa.rooms.receipts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.push.CountingLevel;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.persist.CountedEvents;
import org.stoa.storage.Tx;
import org.stoa.storage.receipts.CountRepository;

/// What running totals said of a user's rooms, kept and brought up to date by the events that were committed since, which
/// the room has in memory: who follows a room is counted for without the database. Thread-safe.
///
/// What is kept holds up to its newest event, exactly, since both were read in one snapshot. An event after it adds to its
/// thread, or leaves it alone. What changes more than that (a redaction, a mention of the user, his own change of state, which may
/// be a join) makes the database be asked again, and so does a receipt of his, or that too many events came meanwhile.
///
/// Why: docs/adr/0015-unread-counts-are-kept-for-those-who-follow.md.
final class KnownCounts {
    /// About how many bytes of memory may be used.
    static final long MAX_BYTES = 32_000_000;

    private static final int BYTES = 200;
    private static final int BYTES_PER_THREAD = 80;

    /// So many events are gone through again rather than keeping what they came to.
    private static final int FEW = 8;

    private final Rooms rooms;
    private final CountRepository repository = new CountRepository();
    private final RunningCounts running = new RunningCounts();
    private final Cache<Key, Counted> known;

    private record Key(long user, long room) {}

    /// What was counted.
    ///
    /// @param asOf the user's receipts up to this position are in it
    /// @param newest position of the newest event that is in it
    private record Counted(UserRules rules, long asOf, long newest, Unread unread) {
        int bytes() {
            return BYTES + BYTES_PER_THREAD * unread.threads().size();
        }
    }

    KnownCounts(Rooms rooms, long maxBytes) {
        this.rooms = rooms;
        this.known =
                Caffeine.newBuilder()
                        .executor(Runnable::run)
                        .maximumWeight(maxBytes)
                        .weigher((Key key, Counted counted) -> counted.bytes())
                        .build();
    }

    /// What a user with these rules, who ignores nobody, has not read.
    ///
    /// @param level what his rules come to in the room: all, or mentions
    /// @param asOf everything up to this position is in the transaction
    Unread of(Tx tx, Room room, UserRules rules, CountingLevel level, long asOf) {
        Key key = new Key(rules.user(), room.nid());
        Counted before = known.getIfPresent(key);
        @Nullable Counted now = before == null ? null : current(before, room, rules, level);
        if (before == null || now == null) {
            now = count(tx, room, rules, level, asOf);
            known.put(key, now);
        } else if (isLong(room, before.newest())) {
            known.put(key, now);
        }
        return now.unread();
    }

    private Counted count(Tx tx, Room room, UserRules rules, CountingLevel level, long asOf) {
        long nid = room.nid();
        Floors floors = Floors.read(tx, nid, rules.user());
        Unread unread =
                level == CountingLevel.MENTIONS
                        ? running.mentions(tx, nid, rules.user(), floors)
                        : running.of(tx, nid, rules.user(), floors);
        return new Counted(rules, asOf, repository.newest(tx, nid), unread);
    }

    /// What was counted with what came since; null when it cannot be told from memory.
    private @Nullable Counted current(
            Counted counted, Room room, UserRules rules, CountingLevel level) {
        boolean isSame =
                counted.rules().equals(rules)
                        && rooms.lastReceipt(room.nid(), rules.user()) <= counted.asOf();
        Room.RecentEvents recent = room.recent();
        if (!isSame || counted.newest() < recent.completeAfter()) {
            return null;
        }
        @Nullable Unread unread = counted.unread();
        long newest = counted.newest();
        List<StoredEvent> events = recent.events();
        for (int i = firstAfter(events, newest); i < events.size() && unread != null; i++) {
            unread = with(unread, events.get(i), rules, level);
            newest = events.get(i).pos();
        }
        return unread == null ? null : new Counted(rules, counted.asOf(), newest, unread);
    }

    private static @Nullable Unread with(
            Unread unread, StoredEvent event, UserRules rules, CountingLevel level) {
        long thread = event.header().thread();
        if (event.type().equals("m.room.redaction")) {
            return null;
        }
        if (event.header().sender() == rules.user()) {
            // Sending counts as reading.
            return event.isState() ? null : unread.without(thread);
        }
        boolean mentions = (event.header().flags() & EventFlags.MENTIONS) != 0;
        if (mentions && CountedEvents.mayMention(event.parsed(), rules.userId())) {
            return null;
        }
        boolean isCounted = (event.header().flags() & EventFlags.COUNTED) != 0;
        return isCounted && level == CountingLevel.ALL ? unread.withOneMore(thread) : unread;
    }

    private static boolean isLong(Room room, long since) {
        List<StoredEvent> events = room.recent().events();
        return events.size() - firstAfter(events, since) > FEW;
    }

    private static int firstAfter(List<StoredEvent> events, long position) {
        int first = events.size();
        while (first > 0 && events.get(first - 1).pos() > position) {
            first--;
        }
        return first;
    }
}
