package org.stoa.federation.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import org.stoa.federation.history.AskedRooms.Asked;
import org.stoa.http.RateLimitKind;
import org.stoa.http.RateLimits;
import org.stoa.platform.Coalescer;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.read.EventGraph;
import org.stoa.rooms.read.Visibility;
import org.stoa.rooms.state.StateRef;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;

/// States before events, with the events that authorise them, as other servers ask for them: as numbers, of which the answers
/// are made part by part. Thread-safe.
///
/// What a large state leads to takes a while to find, and whoever missed something asks again: it is found once for all who ask
/// at the same time, and kept for those who ask soon after.
///
/// Spec: server-server-api#get_matrixfederationv1stateroomid, #get_matrixfederationv1state_idsroomid (v1.19).
public final class AskedStates {
    /// Events that a state has at most, with what authorises them, whose answer is one like others: 1 MB or so. Larger ones are counted
    /// as what costs much, so that no server has this one write gigabytes at once.
    private static final long LARGE = 10_000;

    /// Numbers of events that are kept: those of a few of the largest rooms, in 16 MB.
    private static final long MAX_NUMBERS = 2_000_000;

    private final Database database;
    private final AskedRooms rooms;
    private final EventStore events;
    private final EventGraph graph;
    private final Visibility visibility;
    private final RateLimits limits;
    private final long large;
    private final Coalescer<StateRef, Numbers> running = new Coalescer<>();
    private final Cache<StateRef, Numbers> cache =
            Caffeine.newBuilder()
                    .executor(Runnable::run)
                    .maximumWeight(MAX_NUMBERS)
                    .weigher((StateRef ref, Numbers numbers) -> numbers.size())
                    .build();

    /// Creates it.
    public AskedStates(
            Database database,
            AskedRooms rooms,
            EventStore events,
            EventGraph graph,
            Visibility visibility,
            RateLimits limits) {
        this(database, rooms, events, graph, visibility, limits, LARGE);
    }

    /// @param large events that an answer has at most that is not counted as what costs much
    AskedStates(
            Database database,
            AskedRooms rooms,
            EventStore events,
            EventGraph graph,
            Visibility visibility,
            RateLimits limits,
            long large) {
        this.visibility = visibility;
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.graph = graph;
        this.limits = limits;
        this.large = large;
    }

    /// A state, by the numbers of its events.
    ///
    /// @param rules those of the room
    /// @param authChain all that the events of the state name as auth events, directly or not
    @SuppressWarnings(
            "ArrayRecordComponent") // never compared, and boxed numbers are four times as large
    public record Numbers(RoomRules rules, long[] state, long[] authChain) {
        int size() {
            return 10 + state.length + authChain.length;
        }
    }

    /// The state before an event.
    ///
    /// Errors: M_FORBIDDEN; M_NOT_FOUND when the event is not here, or the state before it is not known; M_LIMIT_EXCEEDED when the server
    /// asks for large ones too often.
    public Numbers before(ServerName origin, RoomId roomId, EventId eventId) {
        Asked asked = rooms.require(origin, roomId);
        if (asked.room().visible().head().isPartial()) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "This server does not know all of the state yet");
        }
        StoredEvent event =
                database.read(
                        tx ->
                                events.find(tx, asked.room().nid(), asked.room().rules(), eventId)
                                        .filter(StoredEvent::hasState)
                                        .filter(found -> asked.mayKnow(tx, visibility, found))
                                        .orElseThrow(() -> unknown(eventId)));
        StateRef ref = event.before();
        count(origin, asked.room());
        Numbers known = cache.getIfPresent(ref);
        return known != null ? known : running.get(ref, () -> load(event));
    }

    /// What is known of the room is about as much as any answer has.
    private void count(ServerName origin, Room room) {
        RoomHead head = room.visible().head();
        if (head.state().size() + head.nextAuthNo() > large) {
            limits.take(RateLimitKind.EXPENSIVE, origin.text());
        }
    }

    private Numbers load(StoredEvent event) {
        Numbers numbers = database.read(tx -> numbers(tx, event));
        cache.put(event.before(), numbers);
        return numbers;
    }

    private Numbers numbers(Tx tx, StoredEvent event) {
        List<Long> state = new ArrayList<>();
        graph.stateBefore(tx, event).forEach((key, each, version) -> state.add(each));
        List<Long> chain = graph.authChain(tx, state);
        return new Numbers(event.rules(), array(state), array(chain));
    }

    private static long[] array(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static MatrixException unknown(EventId eventId) {
        return new MatrixException(
                ErrorCode.NOT_FOUND, "The state before event " + eventId + " is not known here");
    }
}
