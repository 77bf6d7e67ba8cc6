package org.stoa.federation.history;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.federation.fetch.FetchModule;
import org.stoa.federation.pdu.PduReader;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemotePath;
import org.stoa.remote.RemoteResult;
import org.stoa.remote.RemoteServers;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.OtherHistories.Filled;
import org.stoa.rooms.receive.History;
import org.stoa.rooms.receive.ReceiveModule;
import org.stoa.storage.Database;

/// Fills a gap with a page of what other servers have below it: asks them in turn, takes only what hangs together with the event
/// above the gap, fetches what authorises it and the states that it needs, and stores it. Thread-safe; blocks.
///
/// Spec: server-server-api#backfilling-and-retrieving-missing-events (v1.19).
final class GapFiller {
    private static final Logger LOG = LoggerFactory.getLogger(GapFiller.class);

    /// Events that are asked for at once, and read of an answer.
    private static final int PAGE = 100;

    /// Ids in one request: as many as an event names.
    private static final int MAX_NAMED = 20;

    /// States that are fetched for one page: one for each place at which its graph goes on downwards.
    private static final int MAX_STATES = 10;

    /// Auth chains that are fetched for one page: they have nearly all in common.
    private static final int MAX_CHAINS = 5;

    private static final RequestLimits LIMITS =
            new RequestLimits(Duration.ofSeconds(20), Duration.ofSeconds(8), 8L << 20);

    private final Database database;
    private final EventStore events;
    private final ReceiveModule receive;
    private final FetchModule fetch;
    private final RemoteServers servers;
    private final PduReader pdus;

    GapFiller(
            Database database,
            EventStore events,
            ReceiveModule receive,
            FetchModule fetch,
            RemoteServers servers,
            PduReader pdus) {
        this.database = database;
        this.events = events;
        this.receive = receive;
        this.fetch = fetch;
        this.servers = servers;
        this.pdus = pdus;
    }

    /// Has the next events brought here that are missing below a place.
    Filled fill(Room room, long ord) {
        Optional<History.Gap> gap = gap(room, ord);
        if (gap.isEmpty()) {
            return Filled.MORE;
        }
        if (!receive.outside().isHere(room.roomId())) {
            return Filled.NOTHING;
        }
        List<ServerName> peers = fetch.peers().of(room, likely(room, ord));
        boolean hasAnswered = false;
        for (ServerName peer : peers) {
            RemoteResult result = ask(room, gap.get(), peer);
            hasAnswered |=
                    result instanceof RemoteResult.Done || result instanceof RemoteResult.Refused;
            List<Event> page =
                    result.done().map(body -> read(room, gap.get(), body)).orElse(List.of());
            if (!page.isEmpty()) {
                store(room, gap.get(), page, beginningWith(peer, peers));
                if (!gap(room, ord).equals(gap)) {
                    return Filled.MORE;
                }
            }
            LOG.debug("{} has nothing usable below a gap in {}", peer, room.roomId());
        }
        return hasAnswered ? Filled.NOTHING : Filled.LATER;
    }

    private Optional<History.Gap> gap(Room room, long ord) {
        return receive.history().gap(room, ord).filter(found -> found.ord() == ord);
    }

    /// Who sent the event above the gap has seen what is below it.
    private List<ServerName> likely(Room room, long ord) {
        return database.read(tx -> events.backwards(tx, room.nid(), ord, 1)).stream()
                .map(event -> event.parsed().sender().server())
                .toList();
    }

    private static List<ServerName> beginningWith(ServerName first, List<ServerName> peers) {
        Set<ServerName> all = new LinkedHashSet<>(List.of(first));
        all.addAll(peers);
        return List.copyOf(all);
    }

    private RemoteResult ask(Room room, History.Gap gap, ServerName peer) {
        RemotePath path =
                RemotePath.of("/_matrix/federation/v1/backfill/{}", room.roomId())
                        .withAll("v", gap.missing().stream().limit(MAX_NAMED).toList())
                        .with("limit", PAGE);
        return servers.get(peer).get(path, LIMITS);
    }

    private List<Event> read(Room room, History.Gap gap, JsonObject answer) {
        List<JsonObject> given = answer.array("pdus").orElse(JsonArray.EMPTY).objects();
        return connected(
                gap.missing(),
                pdus.read(
                                room.roomId(),
                                room.rules(),
                                given.subList(0, Math.min(given.size(), PAGE)))
                        .events());
    }

    /// Those of the events that are missing at the gap, and what these name as prev events: nobody asked for others.
    private static List<Event> connected(Collection<EventId> missing, List<Event> given) {
        Map<EventId, Event> byId = new HashMap<>();
        given.forEach(event -> byId.put(event.eventId(), event));
        Map<EventId, Event> found = new LinkedHashMap<>();
        Deque<EventId> waiting = new ArrayDeque<>(missing);
        while (!waiting.isEmpty()) {
            Event event = byId.get(waiting.poll());
            if (event != null && found.putIfAbsent(event.eventId(), event) == null) {
                waiting.addAll(event.prevEvents());
            }
        }
        return List.copyOf(found.values());
    }

    private void store(Room room, History.Gap gap, List<Event> page, List<ServerName> peers) {
        fetchAuths(room, page, peers);
        Map<EventId, List<EventId>> states = new HashMap<>();
        receive.history().withoutState(room, page).stream()
                .limit(MAX_STATES)
                .forEach(
                        event ->
                                fetch.states()
                                        .stateBefore(room, peers, event)
                                        .ifPresent(state -> states.put(event, state)));
        receive.history().store(room, gap.ord(), page, states);
    }

    private void fetchAuths(Room room, List<Event> page, List<ServerName> peers) {
        Set<EventId> wanted = new LinkedHashSet<>();
        page.forEach(event -> wanted.addAll(event.authEvents()));
        page.forEach(event -> wanted.remove(event.eventId()));
        Map<EventId, EventStore.Numbered> here =
                database.read(tx -> events.numbered(tx, List.copyOf(wanted)));
        wanted.removeIf(id -> here.containsKey(id) && !here.get(id).isMissing());
        List<Event> lacking = new ArrayList<>(page);
        lacking.removeIf(event -> event.authEvents().stream().noneMatch(wanted::contains));
        lacking.stream()
                .limit(MAX_CHAINS)
                .forEach(event -> fetch.auths().fetch(room, peers, event));
    }
}
