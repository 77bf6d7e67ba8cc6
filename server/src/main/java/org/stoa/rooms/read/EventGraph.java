package org.stoa.rooms.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.stoa.protocol.id.EventId;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.state.StateMap;
import org.stoa.rooms.state.States;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.EventGraphRepository;

/// Walks of a room's graph for other servers: auth chains, states, and the events between or before others. All of them are
/// bounded. Thread-safe.
///
/// Spec: server-server-api#backfilling-and-retrieving-missing-events, #retrieving-events (v1.19).
public final class EventGraph {
    /// Events that one walk looks at, at most: more is cut off.
    private static final int MAX_WALKED = 2_000;

    /// Events of which the edges are read at once.
    private static final int CHUNK = 1_000;

    private final EventStore events;
    private final States states;
    private final Visibility visibility;
    private final EventGraphRepository repository = new EventGraphRepository();

    /// Creates it.
    public EventGraph(EventStore events, States states, Visibility visibility) {
        this.events = events;
        this.states = states;
        this.visibility = visibility;
    }

    /// The numbers of all events that the given ones name as auth events, directly or not, without those given unless they
    /// are named; in no order. Cost: the size of the chain, in statements of a thousand.
    public List<Long> authChain(Tx tx, Collection<Long> from) {
        Set<Long> chain = new LinkedHashSet<>();
        List<Long> next = List.copyOf(from);
        while (!next.isEmpty()) {
            List<Long> found = new ArrayList<>();
            for (int at = 0; at < next.size(); at += CHUNK) {
                long[] chunk =
                        next.subList(at, Math.min(at + CHUNK, next.size())).stream()
                                .mapToLong(Long::longValue)
                                .toArray();
                for (EventGraphRepository.Edges edges : repository.auths(tx, chunk)) {
                    edges.named().stream().filter(chain::add).forEach(found::add);
                }
            }
            next = found;
        }
        return List.copyOf(chain);
    }

    /// The whole state before an event.
    ///
    /// Throws IllegalStateException for an outlier, which has none.
    public StateMap stateBefore(Tx tx, StoredEvent event) {
        return states.all(tx, event.before());
    }

    /// The events that lead from some to others: the prev events of `latest` and theirs, down to `earliest`, without either;
    /// nearest to `latest` first, at most `limit`. Rejected events are passed over.
    ///
    /// @param minDepth events that are less deep are left out, and the walk ends there
    public List<StoredEvent> between(
            Tx tx,
            Room room,
            Collection<EventId> earliest,
            Collection<EventId> latest,
            long minDepth,
            int limit) {
        Set<EventId> seen = new HashSet<>(earliest);
        seen.addAll(latest);
        Deque<StoredEvent> waiting = new ArrayDeque<>(find(tx, room, latest));
        List<StoredEvent> found = new ArrayList<>();
        int walked = 0;
        while (!waiting.isEmpty() && found.size() < limit && walked++ < MAX_WALKED) {
            for (StoredEvent prev : prevs(tx, room, waiting.poll(), seen)) {
                if (prev.header().depth() < minDepth) {
                    continue;
                }
                waiting.add(prev);
                if (!isRejected(prev) && found.size() < limit) {
                    found.add(prev);
                }
            }
        }
        return found;
    }

    /// Some events and what came before them, the deepest first, at most `limit`. Rejected events are passed over.
    public List<StoredEvent> before(Tx tx, Room room, Collection<EventId> from, int limit) {
        Set<EventId> seen = new HashSet<>(from);
        PriorityQueue<StoredEvent> waiting =
                new PriorityQueue<>(
                        Comparator.<StoredEvent>comparingLong(event -> event.header().depth())
                                .thenComparingLong(StoredEvent::ord)
                                .reversed());
        waiting.addAll(find(tx, room, from));
        List<StoredEvent> found = new ArrayList<>();
        int walked = 0;
        while (!waiting.isEmpty() && found.size() < limit && walked++ < MAX_WALKED) {
            StoredEvent event = waiting.poll();
            if (!isRejected(event)) {
                found.add(event);
            }
            waiting.addAll(prevs(tx, room, event, seen));
        }
        return found;
    }

    /// The events as a server may have them: what its users may not see without its content, since its place in the graph is
    /// no secret.
    ///
    /// @param server number of the server
    public List<StoredEvent> forServer(Tx tx, Room room, long server, List<StoredEvent> page) {
        ServerReader reader = visibility.server(tx, room, server);
        return page.stream()
                .map(event -> reader.sees(event) ? event : event.redacted(event.header()))
                .toList();
    }

    /// The prev events that have a place here and were not seen so far.
    private List<StoredEvent> prevs(Tx tx, Room room, StoredEvent event, Set<EventId> seen) {
        List<EventId> fresh = event.parsed().prevEvents().stream().filter(seen::add).toList();
        return fresh.isEmpty() ? List.of() : find(tx, room, fresh);
    }

    private static boolean isRejected(StoredEvent event) {
        return (event.header().flags() & EventFlags.REJECTED) != 0;
    }

    private List<StoredEvent> find(Tx tx, Room room, Collection<EventId> ids) {
        return events.findAll(tx, room.nid(), ids).values().stream()
                .filter(event -> event.header().stateLine() != 0)
                .toList();
    }
}
