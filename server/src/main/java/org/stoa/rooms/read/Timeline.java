package org.stoa.rooms.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.http.auth.Requester;
import org.stoa.platform.token.TimelineToken;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Walks the timeline of a room for a reader, page by page, without messages of those whom he ignores. Thread-safe.
public final class Timeline {
    /// How many events one request looks at at most: what is filtered out or hidden is looked at too.
    private static final int MAX_SCANNED = 5_000;

    private static final int CHUNK = 100;

    /// A page of more bytes ends before its limit; the client goes on from there.
    static final long MAX_BYTES = 1 << 20;

    private final EventStore events;
    private final Visibility visibility;
    private final Names names;

    /// Creates it.
    public Timeline(EventStore events, Visibility visibility, Names names) {
        this.events = events;
        this.visibility = visibility;
        this.names = names;
    }

    /// A page of the timeline.
    ///
    /// @param events what the reader may see and wants, in the order of the walk
    /// @param end where to go on; empty when the timeline ends here
    public record Page(List<StoredEvent> events, Optional<TimelineToken> end) {
        /// The page with only so many events, one at least when it has some.
        Page first(int count, boolean backwards) {
            if (count == events.size()) {
                return this;
            }
            long next = backwards ? events.get(count).ord() : events.get(count - 1).ord();
            return new Page(events.subList(0, count), Optional.of(new TimelineToken(next)));
        }
    }

    /// Walks towards older events, beginning with the one at the order number.
    ///
    /// @param downTo stops above this order number
    public Page backwards(
            Tx tx,
            Requester requester,
            RoomAccess.Access access,
            long fromOrd,
            long downTo,
            int limit,
            EventFilter filter) {
        Visibility.Reader reader = visibility.reader(tx, access.room(), requester.userId());
        Set<Long> ignored = IgnoredUsers.numbers(tx, names, requester.userNid());
        List<StoredEvent> page = new ArrayList<>();
        long at = Math.min(fromOrd, access.lastOrd());
        long bytes = 0;
        int scanned = 0;
        while (scanned < MAX_SCANNED) {
            // One more than is missing, to know whether anything is left.
            int chunk = Math.min(CHUNK, limit - page.size() + 1);
            List<StoredEvent> found = events.backwards(tx, access.room().nid(), at, chunk);
            Predicate<StoredEvent> isRelated = filter.relatedBy().among(tx, names, found);
            for (StoredEvent event : found) {
                if (event.ord() <= downTo) {
                    return new Page(page, Optional.empty());
                }
                if (page.size() == limit || bytes >= MAX_BYTES) {
                    return new Page(page, Optional.of(new TimelineToken(event.ord())));
                }
                at = event.ord() - 1;
                boolean isWanted = filter.wants(event) && isRelated.test(event);
                if (isWanted && !isIgnored(event, ignored) && reader.sees(event)) {
                    page.add(event);
                    bytes += event.length();
                }
            }
            if (found.size() < chunk) {
                return new Page(page, Optional.empty());
            }
            scanned += found.size();
        }
        return new Page(page, Optional.of(new TimelineToken(at)));
    }

    /// Walks towards newer events, beginning with the one after the order number.
    ///
    /// @param upTo stops after this order number
    public Page forwards(
            Tx tx,
            Requester requester,
            RoomAccess.Access access,
            long fromOrd,
            long upTo,
            int limit,
            EventFilter filter) {
        Visibility.Reader reader = visibility.reader(tx, access.room(), requester.userId());
        long last = Math.min(upTo, access.lastOrd());
        Set<Long> ignored = IgnoredUsers.numbers(tx, names, requester.userNid());
        List<StoredEvent> page = new ArrayList<>();
        long at = fromOrd;
        long bytes = 0;
        int scanned = 0;
        while (scanned < MAX_SCANNED) {
            if (page.size() == limit) {
                return endingAt(page, at, last);
            }
            int chunk = Math.min(CHUNK, limit - page.size());
            List<StoredEvent> found = events.forwards(tx, access.room().nid(), at, chunk);
            Predicate<StoredEvent> isRelated = filter.relatedBy().among(tx, names, found);
            for (StoredEvent event : found) {
                if (event.ord() > last) {
                    return new Page(page, Optional.empty());
                }
                at = event.ord();
                boolean isWanted = filter.wants(event) && isRelated.test(event);
                if (isWanted && !isIgnored(event, ignored) && reader.sees(event)) {
                    page.add(event);
                    bytes += event.length();
                }
                if (bytes >= MAX_BYTES) {
                    return endingAt(page, at, last);
                }
            }
            if (found.size() < chunk) {
                return new Page(page, Optional.empty());
            }
            scanned += found.size();
        }
        return new Page(page, Optional.of(new TimelineToken(at)));
    }

    private static Page endingAt(List<StoredEvent> page, long at, long last) {
        return new Page(page, at < last ? Optional.of(new TimelineToken(at)) : Optional.empty());
    }

    /// The client will no longer receive events sent by that user, with the exception of state events.
    ///
    /// Spec: client-server-api#ignoring-users (v1.19).
    private static boolean isIgnored(StoredEvent event, Set<Long> ignored) {
        return !event.isState() && ignored.contains(event.header().sender());
    }

    /// The event with the number of a room, when the reader may see it.
    public Optional<StoredEvent> visible(
            Tx tx, Requester requester, RoomAccess.Access access, StoredEvent event) {
        return visibility.reader(tx, access.room(), requester.userId()).sees(event)
                ? Optional.of(event)
                : Optional.empty();
    }
}
