package org.stoa.rooms.read;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventGraphRepository;

/// Finds the event of a room that is nearest to a time. When it is next to a gap, or none is here, other servers are asked, and
/// the gap is filled down to what they name, as far as that can be done while somebody waits. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv1roomsroomidtimestamp_to_event (v1.19).
public final class NearestEvents {
    /// Pages of a gap that are fetched to reach an event.
    private static final int MAX_ROUNDS = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Database database;
    private final RoomAccess access;
    private final EventStore events;
    private final EventsByTime local;
    private final OtherHistories others;
    private final Time time;
    private final EventGraphRepository repository = new EventGraphRepository();

    /// Creates it.
    ///
    /// @param local finds what is here
    public NearestEvents(
            Database database,
            RoomAccess access,
            EventStore events,
            EventsByTime local,
            OtherHistories others,
            Time time) {
        this.database = database;
        this.access = access;
        this.events = events;
        this.local = local;
        this.others = others;
        this.time = time;
    }

    /// @param gap the place of the gap in which nearer ones may be; 0 for none
    private record Here(Room room, Optional<StoredEvent> event, long gap) {}

    /// The event that the user may see with the time nearest to `ts`, in milliseconds.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when there is none on that side.
    ///
    /// @param forwards whether it is at or after the time; else at or before it
    public StoredEvent nearest(Requester requester, RoomId roomId, long ts, boolean forwards) {
        Here here = database.read(tx -> here(tx, requester, roomId, ts, forwards));
        if (here.gap() != 0) {
            here = beyond(here, requester, ts, forwards);
        }
        return here.event()
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.NOT_FOUND,
                                        "There is no event %s the time %d"
                                                .formatted(forwards ? "after" : "before", ts)));
    }

    private Here here(Tx tx, Requester requester, RoomId roomId, long ts, boolean forwards) {
        RoomAccess.Access seen = access.require(tx, requester, roomId);
        Optional<StoredEvent> event = local.nearest(tx, requester, seen, ts, forwards);
        return new Here(seen.room(), event, gapBeside(tx, seen.room(), event, forwards));
    }

    /// The gap between an event and the time: below it when it is after the time, else above it. When all that is here is after
    /// the time, the oldest gap.
    private long gapBeside(Tx tx, Room room, Optional<StoredEvent> event, boolean forwards) {
        if (event.isEmpty()) {
            return forwards ? 0 : gapAbove(tx, room, 0);
        }
        long ord = event.get().ord();
        long next =
                forwards
                        ? ord
                        : events.forwards(tx, room.nid(), ord, 1).stream()
                                .mapToLong(StoredEvent::ord)
                                .findFirst()
                                .orElse(0);
        return next != 0 && gapAbove(tx, room, next - 1) == next ? next : 0;
    }

    private long gapAbove(Tx tx, Room room, long ord) {
        return repository
                .gapAbove(tx, room.nid(), ord)
                .map(EventGraphRepository.Gap::ord)
                .orElse(0L);
    }

    /// What is here after other servers were asked.
    private Here beyond(Here here, Requester requester, long ts, boolean forwards) {
        long deadline = time.nanoTime() + PATIENCE.toNanos();
        Optional<OtherHistories.Found> found =
                others.nearest(here.room(), ts, forwards, PATIENCE.dividedBy(2))
                        .filter(each -> isNearer(each.ts(), here.event(), ts));
        Here now = here;
        for (int round = 0; found.isPresent() && round < MAX_ROUNDS && now.gap() != 0; round++) {
            Duration left = Duration.ofNanos(deadline - time.nanoTime());
            if (!left.isPositive()
                    || isHere(now.room(), found.get())
                    || others.fill(now.room(), now.gap(), left) != OtherHistories.Filled.MORE) {
                break;
            }
            RoomId roomId = now.room().roomId();
            now = database.read(tx -> here(tx, requester, roomId, ts, forwards));
        }
        return now;
    }

    private static boolean isNearer(long found, Optional<StoredEvent> here, long ts) {
        return here.isEmpty() || Math.abs(found - ts) < Math.abs(here.get().header().ts() - ts);
    }

    private boolean isHere(Room room, OtherHistories.Found found) {
        return database
                .read(tx -> events.findAll(tx, room.nid(), List.of(found.eventId())).values())
                .stream()
                .anyMatch(event -> event.ord() != 0);
    }
}
