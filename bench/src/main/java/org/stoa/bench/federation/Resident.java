package org.stoa.bench.federation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.stoa.bench.http.Json;

/// Answers for a synthetic room as the servers in it would: lets users join, and gives its state. What costs it time is made
/// beforehand.
///
/// Spec: server-server-api#joining-rooms, #retrieving-events (v1.19).
public final class Resident {
    private static final String FEDERATION = "/_matrix/federation/";

    private final SyntheticRoom room;
    private final Map<String, Pdu> byId;
    private final Reply whole;
    private final Reply withoutMembers;
    private final Reply state;
    private final Reply stateIds;
    private final Reply authChain;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<String> joined = new AtomicReference<>("");
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final AtomicLong partial = new AtomicLong();

    /// Has all servers of the room answer.
    public Resident(SyntheticRoom room) {
        this.room = room;
        byId = room.byId();
        String chain = Pdu.array(room.authChain());
        String all = Pdu.array(room.state());
        whole = joinAnswer(all, chain, false);
        withoutMembers = joinAnswer(Pdu.array(room.stateWithoutMembers()), chain, true);
        state = Reply.ok("{\"pdus\":" + all + ",\"auth_chain\":" + chain + "}");
        authChain = Reply.ok("{\"auth_chain\":" + chain + "}");
        stateIds =
                Reply.ok(
                        Canonical.of(
                                Map.of(
                                        "pdu_ids",
                                        ids(room.state()),
                                        "auth_chain_ids",
                                        ids(room.authChain()))));
        room.peers().forEach(peer -> peer.script(call -> timed(peer, call)));
    }

    private Reply joinAnswer(String stateOf, String chain, boolean isPartial) {
        List<String> servers = room.peers().stream().map(Peer::name).toList();
        return Reply.ok(
                "{\"origin\":\"%s\",\"members_omitted\":%b,\"servers_in_room\":%s,\"state\":%s,\"auth_chain\":%s}"
                        .formatted(
                                servers.getFirst(),
                                isPartial,
                                Canonical.of(servers),
                                stateOf,
                                chain));
    }

    private static List<String> ids(List<Pdu> pdus) {
        return pdus.stream().map(Pdu::id).toList();
    }

    private @Nullable Reply timed(Peer peer, Call call) {
        long start = System.nanoTime();
        Reply reply = answer(peer, call);
        nanos.addAndGet(System.nanoTime() - start);
        return reply;
    }

    private @Nullable Reply answer(Peer peer, Call call) {
        if (call.is("GET", FEDERATION + "v1/make_join/")) {
            return template(call.segments(4).getLast());
        }
        if (call.is("PUT", FEDERATION + "v2/send_join/")) {
            joined.set(Pdu.read(call.json()).id());
            if (call.asks("omit_members=true")) {
                partial.incrementAndGet();
                return withoutMembers;
            }
            return whole;
        }
        if (call.is("GET", FEDERATION + "v1/state_ids/")) {
            return stateIds;
        }
        if (call.is("GET", FEDERATION + "v1/state/")) {
            return state;
        }
        if (call.is("GET", FEDERATION + "v1/event_auth/")) {
            return authChain;
        }
        if (call.is("GET", FEDERATION + "v1/event/")) {
            Pdu found = byId.get(call.segments(4).getFirst());
            return found == null ? Reply.NOT_FOUND : events(peer, List.of(found));
        }
        if (call.is("GET", FEDERATION + "v1/backfill/")) {
            return events(peer, List.of(room.last()));
        }
        if (call.is("POST", FEDERATION + "v1/get_missing_events/")) {
            return Reply.ok("{\"events\":[]}");
        }
        if (call.is("PUT", FEDERATION + "v1/send/")) {
            hear(call);
        }
        return null;
    }

    private static Reply events(Peer peer, List<Pdu> pdus) {
        return Reply.ok(
                "{\"origin\":\"%s\",\"origin_server_ts\":%d,\"pdus\":%s}"
                        .formatted(peer.name(), System.currentTimeMillis(), Pdu.array(pdus)));
    }

    private Reply template(String user) {
        Map<String, Object> event =
                Map.of(
                        "room_id",
                        room.id(),
                        "type",
                        "m.room.member",
                        "sender",
                        user,
                        "state_key",
                        user,
                        "content",
                        Map.of("membership", "join"),
                        "prev_events",
                        List.of(room.last().id()),
                        "auth_events",
                        room.joinAuths(),
                        "depth",
                        7,
                        "origin_server_ts",
                        System.currentTimeMillis());
        return Reply.ok(Canonical.of(Map.of("room_version", Seat.ROOM_VERSION, "event", event)));
    }

    private void hear(Call call) {
        for (Json pdu : call.json().at("pdus").items()) {
            told.add(Pdu.read(pdu).id());
        }
    }

    /// How long its answers took since the last time this was asked, without the network.
    public long takeNanos() {
        return nanos.getAndSet(0);
    }

    /// The id of the event by which somebody joined last.
    public String joined() {
        return joined.get();
    }

    /// Whether the room's servers were told of an event.
    public boolean heard(String event) {
        return told.contains(event);
    }

    /// How often somebody asked for an answer without the members.
    public long partialJoins() {
        return partial.get();
    }

    /// Size of the answer with the whole state.
    public long answerBytes() {
        return whole.body().length;
    }
}
