package org.stoa.federation.fetch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.federation.pdu.LargeState;
import org.stoa.federation.pdu.PduReader;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.receive.Outliers;
import org.stoa.rooms.receive.Verdict;

/// Fetches the auth chains of events. Thread-safe; blocks.
///
/// Spec: server-server-api#retrieving-event-authorisation-information (v1.19).
public final class AuthFetcher {
    /// Chains that are asked for because of one answer: chains of one room share nearly all.
    private static final int MAX_CHAINS = 5;

    /// Events of a chain that are read. The chains of the largest rooms have some thousands, nearly all of them here.
    private static final int MAX_CHAIN = 20_000;

    private static final RequestLimits LIMITS =
            new RequestLimits(
                    RequestLimits.DEFAULT.total(), RequestLimits.DEFAULT.silence(), 64L << 20);

    private final RemoteServers servers;
    private final PduReader pdus;
    private final Outliers outliers;
    private final StoredIds stored;
    private final StateBounds bounds;

    AuthFetcher(
            RemoteServers servers,
            PduReader pdus,
            Outliers outliers,
            StoredIds stored,
            StateBounds bounds) {
        this.servers = servers;
        this.pdus = pdus;
        this.outliers = outliers;
        this.stored = stored;
        this.bounds = bounds;
    }

    /// Stores events of a room without their place, and before them what is not here of their auth chains, as far as that can
    /// be had. Returns what became of each.
    ///
    /// @param peers whom to ask, in turn
    public Map<EventId, Verdict> store(
            Room room, List<ServerName> peers, Collection<Event> events) {
        Map<EventId, Verdict> verdicts = new HashMap<>(outliers.store(room, events));
        Map<EventId, Event> lacking = new LinkedHashMap<>();
        for (Event event : events) {
            if (isLackingAuth(verdicts.get(event.eventId()))) {
                lacking.put(event.eventId(), event);
            }
        }
        for (int asked = 0; asked < MAX_CHAINS && !lacking.isEmpty(); asked++) {
            Event next = lacking.values().iterator().next();
            fetch(room, peers, next);
            Map<EventId, Verdict> again = outliers.store(room, lacking.values());
            verdicts.putAll(again);
            again.forEach(
                    (id, verdict) -> {
                        if (!isLackingAuth(verdict)) {
                            lacking.remove(id);
                        }
                    });
            // It was asked for once; whatever came, others are next.
            lacking.remove(next.eventId());
        }
        return verdicts;
    }

    /// Stores the events of a state in the same way, few at a time.
    ///
    /// @param state with those events only that are to be stored
    public void store(Room room, List<ServerName> peers, LargeState state) {
        Set<EventId> lacking = lackingOf(outliers.store(room, state));
        for (int asked = 0; asked < MAX_CHAINS && !lacking.isEmpty(); asked++) {
            EventId next = lacking.iterator().next();
            state.find(next).ifPresent(event -> fetch(room, peers, event));
            lacking = lackingOf(outliers.store(room, state.only(lacking)));
            // It was asked for once; whatever came, others are next.
            lacking.remove(next);
        }
    }

    private static Set<EventId> lackingOf(Map<EventId, Verdict> verdicts) {
        Set<EventId> lacking = new LinkedHashSet<>();
        verdicts.forEach(
                (id, verdict) -> {
                    if (isLackingAuth(verdict)) {
                        lacking.add(id);
                    }
                });
        return lacking;
    }

    /// Returns those of the events that name auth events which are not here.
    public List<Event> lacking(Collection<Event> events) {
        List<EventId> named = events.stream().flatMap(each -> each.authEvents().stream()).toList();
        Set<EventId> missing = stored.missing(named);
        return events.stream()
                .filter(each -> each.authEvents().stream().anyMatch(missing::contains))
                .toList();
    }

    /// Fetches and stores what is missing of the auth chain of an event; returns whether all events that it names are here
    /// then.
    public boolean fetch(Room room, List<ServerName> peers, Event event) {
        for (ServerName peer : peers) {
            if (stored.missing(event.authEvents()).isEmpty()) {
                return true;
            }
            storeChain(room, peer, event);
        }
        return stored.missing(event.authEvents()).isEmpty();
    }

    private static boolean isLackingAuth(@Nullable Verdict verdict) {
        return verdict instanceof Verdict.Dropped dropped
                && dropped.reason() == Verdict.Reason.MISSING_AUTH_EVENTS;
    }

    private void storeChain(Room room, ServerName peer, Event event) {
        if (bounds.of(room, peer).isUsedUp()) {
            return;
        }
        RemotePath path =
                RemotePath.of(
                        "/_matrix/federation/v1/event_auth/{}/{}", room.roomId(), event.eventId());
        servers.get(peer)
                .getShared(
                        path,
                        LIMITS,
                        result -> {
                            if (result instanceof RemoteResult.Done answer) {
                                bounds.spent(room, peer, answer.bytes());
                            }
                            return outliers.store(room, chain(room, event, result));
                        });
    }

    private Set<Event> chain(Room room, Event event, RemoteResult result) {
        JsonArray chain =
                result.done()
                        .flatMap(answer -> answer.array("auth_chain"))
                        .filter(events -> events.size() <= MAX_CHAIN)
                        .orElse(JsonArray.EMPTY);
        // Keys are asked for only for what is reached by ids; what is reached through what cannot
        // be believed is not.
        return reached(
                event,
                pdus.read(room.roomId(), room.rules(), chain, given -> reached(event, given))
                        .events());
    }

    /// Those of the events that the event names as auth events, directly or not: nobody has others stored here.
    private static Set<Event> reached(Event event, Collection<Event> given) {
        Map<EventId, Event> byId = new HashMap<>();
        given.forEach(each -> byId.put(each.eventId(), each));
        Set<Event> reached = new LinkedHashSet<>();
        Deque<EventId> waiting = new ArrayDeque<>(event.authEvents());
        while (!waiting.isEmpty()) {
            Event named = byId.get(waiting.poll());
            if (named != null && reached.add(named)) {
                waiting.addAll(new ArrayList<>(named.authEvents()));
            }
        }
        return reached;
    }
}
