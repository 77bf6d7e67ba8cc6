package org.stoa.rooms.read;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.http.auth.Requester;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;

/// Finds the event of a room that is nearest to a time, among those that are here. Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv1roomsroomidtimestamp_to_event (v1.19).
public final class EventsByTime {
    /// How many events one request looks at at most: what the reader may not see is looked at too.
    private static final int MAX_SCANNED = 2_000;

    private static final int CHUNK = 50;

    private final EventStore events;
    private final Names names;
    private final Visibility visibility;

    /// Creates it.
    public EventsByTime(EventStore events, Names names, Visibility visibility) {
        this.events = events;
        this.names = names;
        this.visibility = visibility;
    }

    /// The event that the user may see with the time nearest to `ts`, in milliseconds; empty when there is none on that side.
    ///
    /// @param forwards whether it is at or after the time; else at or before it
    Optional<StoredEvent> nearest(
            Tx tx, Requester requester, RoomAccess.Access seen, long ts, boolean forwards) {
        Visibility.Reader reader = visibility.reader(tx, seen.room(), requester.userId());
        Set<Long> ignored = IgnoredUsers.numbers(tx, names, requester.userNid());
        return nearest(
                tx,
                seen.room(),
                ts,
                forwards,
                event ->
                        event.ord() <= seen.lastOrd()
                                && (event.isState() || !ignored.contains(event.header().sender()))
                                && reader.sees(event));
    }

    /// The event with the time nearest to `ts`, in milliseconds, of those that are wanted; empty when there is none on that
    /// side, or not near enough.
    ///
    /// @param forwards whether it is at or after the time; else at or before it
    public Optional<StoredEvent> nearest(
            Tx tx, Room room, long ts, boolean forwards, Predicate<StoredEvent> wanted) {
        long atTs = ts;
        long atOrd = forwards ? 0 : Long.MAX_VALUE;
        for (int scanned = 0; scanned < MAX_SCANNED; scanned += CHUNK) {
            List<StoredEvent> found =
                    forwards
                            ? events.fromTime(tx, room.nid(), atTs, atOrd, CHUNK)
                            : events.untilTime(tx, room.nid(), atTs, atOrd, CHUNK);
            Optional<StoredEvent> first = found.stream().filter(wanted).findFirst();
            if (first.isPresent() || found.size() < CHUNK) {
                return first;
            }
            atTs = found.getLast().header().ts();
            atOrd = found.getLast().ord();
        }
        return Optional.empty();
    }
}
