package org.stoa.rooms.read;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.platform.token.TimelineToken;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventGraphRepository;

/// One request's walk of a timeline that has gaps: each that it comes to, and behind which the reader might see something, is
/// filled from other servers, as far as that can be done while somebody waits. Not thread-safe.
///
/// Inside a transaction {@link #backwards} or {@link #forwards} give a page; when {@link #isWaiting} says so it is given up,
/// {@link #fill} does its work outside of the transaction, and the page is read again. What stays missing ends the page when that
/// has events, with a token to go on from there; else it is passed over.
public final class GapWalk {
    /// Gaps that are filled, or parts of one, for one page.
    private static final int MAX_ROUNDS = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Parts parts;
    private final long deadline;
    private final EventGraphRepository repository = new EventGraphRepository();
    private final Set<Long> passed = new HashSet<>();
    private final Set<Long> tried = new HashSet<>();
    private int rounds;
    private boolean mayFindMore;
    private Optional<Waiting> waiting = Optional.empty();

    /// What a walk works with.
    public record Parts(
            Timeline timeline,
            EventStore events,
            Visibility visibility,
            OtherHistories others,
            Time time) {}

    /// A gap that is to be filled.
    private record Waiting(Room room, long gap) {}

    GapWalk(Parts parts) {
        this.parts = parts;
        this.deadline = parts.time().nanoTime() + PATIENCE.toNanos();
    }

    /// Whether the page that was read last is worth nothing before a gap is filled.
    boolean isWaiting() {
        return waiting.isPresent();
    }

    /// Fills the gap at which the walk waits.
    void fill() {
        Waiting next = waiting.orElseThrow();
        waiting = Optional.empty();
        rounds++;
        switch (parts.others().fill(next.room(), next.gap(), left())) {
            case MORE -> {}
            case NOTHING -> passed.add(next.gap());
            case LATER -> {
                tried.add(next.gap());
                mayFindMore = true;
            }
        }
    }

    private Duration left() {
        return Duration.ofNanos(deadline - parts.time().nanoTime());
    }

    /// A page as [Timeline#backwards] gives it.
    Timeline.Page backwards(
            Tx tx,
            Requester requester,
            RoomAccess.Access access,
            long from,
            long downTo,
            int limit,
            EventFilter filter) {
        long top = Math.min(from, access.lastOrd());
        while (true) {
            long gap = gapBelow(tx, access.room(), top + 1);
            boolean isOnTheWay = gap - 1 > downTo;
            Timeline.Page page =
                    parts.timeline()
                            .backwards(
                                    tx,
                                    requester,
                                    access,
                                    from,
                                    isOnTheWay ? gap - 1 : downTo,
                                    limit,
                                    filter);
            if (!isOnTheWay || page.end().isPresent()) {
                return page.events().isEmpty() && page.end().isEmpty() && mayFindMore
                        ? endingAt(page, from)
                        : page;
            }
            if (page.events().size() >= limit || !isPassed(tx, requester, access, page, gap)) {
                return endingAt(page, gap - 1);
            }
        }
    }

    /// A page as [Timeline#forwards] gives it.
    Timeline.Page forwards(
            Tx tx,
            Requester requester,
            RoomAccess.Access access,
            long from,
            long upTo,
            int limit,
            EventFilter filter) {
        long last = Math.min(upTo, access.lastOrd());
        while (true) {
            long gap = gapAbove(tx, access.room(), from);
            boolean isOnTheWay = gap != 0 && gap <= last;
            Timeline.Page page =
                    parts.timeline()
                            .forwards(
                                    tx,
                                    requester,
                                    access,
                                    from,
                                    isOnTheWay ? gap - 1 : upTo,
                                    limit,
                                    filter);
            if (!isOnTheWay || page.end().isPresent()) {
                return page;
            }
            if (page.events().size() >= limit || !isPassed(tx, requester, access, page, gap)) {
                return endingAt(page, gap - 1);
            }
        }
    }

    /// Whether the walk goes on behind a gap at which the page is short. If not, the walk waits, or the page ends there.
    private boolean isPassed(
            Tx tx, Requester requester, RoomAccess.Access access, Timeline.Page page, long gap) {
        if (!mayShowMore(tx, requester, access, gap)) {
            passed.add(gap);
            return true;
        }
        boolean mayTry = !tried.contains(gap) && rounds < MAX_ROUNDS && left().isPositive();
        if (mayTry) {
            waiting = Optional.of(new Waiting(access.room(), gap));
            return false;
        }
        mayFindMore = true;
        if (page.events().isEmpty()) {
            passed.add(gap);
            return true;
        }
        return false;
    }

    /// Whether the reader could see what was sent just before the event above a gap.
    private boolean mayShowMore(Tx tx, Requester requester, RoomAccess.Access access, long gap) {
        List<StoredEvent> above = parts.events().backwards(tx, access.room().nid(), gap, 1);
        return !above.isEmpty()
                && above.getFirst().ord() == gap
                && parts.visibility()
                        .reader(tx, access.room(), requester.userId())
                        .seesMessageAt(above.getFirst().before());
    }

    private long gapBelow(Tx tx, Room room, long ord) {
        long at = ord;
        while (true) {
            Optional<EventGraphRepository.Gap> gap = repository.gapAtOrBelow(tx, room.nid(), at);
            if (gap.isEmpty() || !passed.contains(gap.get().ord())) {
                return gap.map(EventGraphRepository.Gap::ord).orElse(0L);
            }
            at = gap.get().ord() - 1;
        }
    }

    private long gapAbove(Tx tx, Room room, long ord) {
        long at = ord;
        while (true) {
            Optional<EventGraphRepository.Gap> gap = repository.gapAbove(tx, room.nid(), at);
            if (gap.isEmpty() || !passed.contains(gap.get().ord())) {
                return gap.map(EventGraphRepository.Gap::ord).orElse(0L);
            }
            at = gap.get().ord();
        }
    }

    private static Timeline.Page endingAt(Timeline.Page page, long ord) {
        return new Timeline.Page(page.events(), Optional.of(new TimelineToken(ord)));
    }
}
