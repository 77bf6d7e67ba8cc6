package org.stoa.federation.membership.resident;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.stoa.federation.pdu.StoredPdus;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.read.EventGraph;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;

/// Answers to joins: the state before the join, and the events that allow it. They are as large as the room, so they are written
/// piece by piece, from the bytes that are stored. Thread-safe.
///
/// Spec: server-server-api#put_matrixfederationv2send_joinroomideventid (v1.19).
public final class JoinedState {
    /// Events that are in memory at once: 3 MB at most.
    private static final int CHUNK = 50;

    /// As many as a summary of a room names.
    private static final int MAX_HEROES = 5;

    private static final Set<String> NAMES = Set.of("m.room.name", "m.room.canonical_alias");

    private final ServerName serverName;
    private final Database database;
    private final EventStore events;
    private final EventGraph graph;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Reads events here.
    public JoinedState(
            ServerName serverName, Database database, EventStore events, EventGraph graph) {
        this.serverName = serverName;
        this.database = database;
        this.events = events;
        this.graph = graph;
    }

    /// Which events an answer has, by their numbers.
    private record Parts(List<Long> state, Collection<Long> chain) {}

    /// What is written as the answer to a join.
    ///
    /// @param omitsMembers whether the asking server can go on without most member events
    public JsonPieces answer(Room room, StoredEvent join, boolean omitsMembers) {
        Parts parts = database.read(tx -> omitsMembers ? reduced(tx, room, join) : whole(tx, join));
        JsonArray servers = omitsMembers ? servers(room, join) : JsonArray.EMPTY;
        StoredPdus state = new StoredPdus(database, events, parts.state());
        StoredPdus chain = new StoredPdus(database, events, parts.chain());
        return new JsonPieces() {
            private boolean hasBegun;
            private boolean isInChain;

            @Override
            public boolean writeNext(JsonBuffer out) {
                if (!hasBegun) {
                    hasBegun = true;
                    begin(out);
                }
                if (isInChain) {
                    if (chain.writeNext(out)) {
                        return true;
                    }
                    out.endArray().endObject();
                    return false;
                }
                if (!state.writeNext(out)) {
                    isInChain = true;
                    out.endArray().name("auth_chain").beginArray();
                }
                return true;
            }

            private void begin(JsonBuffer out) {
                out.beginObject().member("origin", serverName.text());
                out.name("event").text(StoredPdus.text(join));
                out.member("members_omitted", omitsMembers);
                if (omitsMembers) {
                    out.member("servers_in_room", servers);
                }
                out.name("state").beginArray();
            }
        };
    }

    private Parts whole(Tx tx, StoredEvent join) {
        List<Long> state = state(tx, join);
        List<Long> from = new ArrayList<>(state);
        from.add(join.event());
        return new Parts(state, graph.authChain(tx, from));
    }

    private List<Long> state(Tx tx, StoredEvent join) {
        List<Long> state = new ArrayList<>();
        graph.stateBefore(tx, join)
                .forEach(
                        (key, event, version) -> {
                            if (event != 0) {
                                state.add(event);
                            }
                        });
        return state;
    }

    /// "Events of type `m.room.member` may be omitted from the response", but those of the members by whom a room without a name
    /// is called. "Any events that are returned in `state` may be omitted from `auth_chain`".
    private Parts reduced(Tx tx, Room room, StoredEvent join) {
        Members members = Members.read(tx, memberships, room.nid());
        List<Long> candidates =
                state(tx, join).stream()
                        .filter(event -> !members.events().contains(event))
                        .toList();
        List<Long> state = new ArrayList<>();
        boolean isNamed = false;
        for (int at = 0; at < candidates.size(); at += CHUNK) {
            List<Long> chunk = candidates.subList(at, Math.min(at + CHUNK, candidates.size()));
            for (StoredEvent event : events.readOnce(tx, chunk)) {
                if (!event.type().equals(EventTypes.MEMBER)) {
                    state.add(event.event());
                    isNamed |= NAMES.contains(event.type());
                }
            }
        }
        if (!isNamed) {
            state.addAll(members.heroes(join.event()));
        }
        List<Long> from = new ArrayList<>(state);
        from.add(join.event());
        Set<Long> chain = new LinkedHashSet<>(graph.authChain(tx, from));
        state.forEach(chain::remove);
        return new Parts(state, chain);
    }

    /// The member events of the current state, those first by whom a room is called when it has no name.
    private record Members(Set<Long> events, List<Long> inOrder) {
        static Members read(Tx tx, MembershipRepository memberships, long room) {
            Set<Long> events = new LinkedHashSet<>();
            List<Long> present = new ArrayList<>();
            for (Membership membership : Membership.values()) {
                boolean isPresent =
                        membership == Membership.JOIN || membership == Membership.INVITE;
                for (MembershipRepository.Member member :
                        memberships.inRoom(tx, room, Memberships.number(membership))) {
                    events.add(member.event());
                    if (isPresent) {
                        present.add(member.event());
                    }
                }
            }
            return new Members(events, present.isEmpty() ? List.copyOf(events) : present);
        }

        List<Long> heroes(long join) {
            return inOrder.stream().filter(event -> event != join).limit(MAX_HEROES).toList();
        }
    }

    /// "The servers active in the room (ie, those with joined members) before the join."
    private JsonArray servers(Room room, StoredEvent join) {
        ServerName joining = join.parsed().sender().server();
        JsonArray.Builder servers = JsonArray.builder();
        room.visible()
                .head()
                .servers()
                .forEach(
                        (number, joined) -> {
                            ServerName server = database.names().serverName(number);
                            if (joined > 1 || !server.equals(joining)) {
                                servers.add(server.text());
                            }
                        });
        return servers.build();
    }
}
