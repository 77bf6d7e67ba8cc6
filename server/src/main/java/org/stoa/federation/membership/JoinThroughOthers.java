package org.stoa.federation.membership;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.pdu.Reading;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.RemoteServer;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.membership.RoomPlace;
import org.stoa.rooms.receive.JoinAnswer;
import org.stoa.rooms.receive.RemoteRooms;

/// Joins rooms through servers that are in them. Thread-safe; blocks while they are asked.
///
/// All that the other server says is checked: the template names this user and this room, the events of the answer have the
/// format, the signatures and the hashes that they must have, and the rules of the room, applied to them here, let the user in.
/// What the other server cannot be held to is that it tells all of the state.
///
/// It may leave most members out, which makes the answer quick in a large room: {@link PartialJoins} fetches them afterwards.
///
/// Spec: server-server-api#joining-rooms, #restricted-rooms (v1.19).
final class JoinThroughOthers {
    private static final String AUTHORISED_VIA = "join_authorised_via_users_server";

    /// The state of a room of some 100,000 members; the answer is in memory as a whole, as text and as events.
    private static final long MAX_ANSWER = 192L << 20;

    private static final RequestLimits ANSWER =
            new RequestLimits(Duration.ofMinutes(5), Duration.ofMinutes(2), MAX_ANSWER);

    /// Servers that are told what happens before it is known who is in the room: each costs a row, and a request for each message,
    /// and one server alone says who they are. Nearly all rooms have fewer; of others the rest hears from those.
    private static final int MAX_SERVERS = 2_000;

    /// How often, and after which pause, a server is asked that has not heard of something.
    private static final int PATIENCE = 20;

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Residents residents;
    private final OwnEvents ownEvents;
    private final PduReader pdus;
    private final Rooms rooms;
    private final RemoteRooms remoteRooms;
    private final UnheardLeaves unheardLeaves;
    private final Passages passages;
    private final Farewells farewells;
    private final PartialJoins partialJoins;
    private final Time time;

    JoinThroughOthers(
            Residents residents,
            OwnEvents ownEvents,
            PduReader pdus,
            Rooms rooms,
            RemoteRooms remoteRooms,
            UnheardLeaves unheardLeaves,
            Passages passages,
            Farewells farewells,
            PartialJoins partialJoins,
            Time time) {
        this.residents = residents;
        this.ownEvents = ownEvents;
        this.pdus = pdus;
        this.rooms = rooms;
        this.remoteRooms = remoteRooms;
        this.unheardLeaves = unheardLeaves;
        this.passages = passages;
        this.farewells = farewells;
        this.partialJoins = partialJoins;
        this.time = time;
    }

    void join(
            Requester requester, RoomPlace place, List<ServerName> candidates, JsonObject content) {
        UserId user = requester.userId();
        begin(place.roomId(), user);
        try {
            residents.inTurn(
                    candidates,
                    server -> {
                        ask(server, place, user, content);
                        return true;
                    });
        } finally {
            passages.entered(place.roomId(), user);
        }
    }

    /// Waits until the user is out who is being taken out of the room.
    private void begin(RoomId room, UserId user) {
        for (int asked = 0; asked < PATIENCE; asked++) {
            if (passages.tryEnter(room, user)) {
                return;
            }
            time.park(this, PAUSE);
        }
        throw new MatrixException(ErrorCode.UNKNOWN, "You are still leaving; try again soon")
                .withStatus(504);
    }

    /// Returns the room when its members are not known yet. That the answer makes no room is the other server's mistake, not that of
    /// the user.
    private @Nullable Room enter(JoinAnswer answer) {
        try {
            Room room = remoteRooms.enter(answer);
            return answer.omitted() == null ? null : room;
        } catch (MatrixException unfit) {
            throw unfit.code() == ErrorCode.BAD_JSON
                    ? Refusals.nonsense(String.valueOf(unfit.getMessage()))
                    : unfit;
        }
    }

    private void ask(RemoteServer server, RoomPlace place, UserId user, JsonObject content) {
        Template template = template(server, place.roomId(), user);
        requireKnownVersion(place.roomId(), template);
        Event join =
                ownEvents.member(place.roomId(), user, withVoucher(content, template), template);
        farewells.expectJoin(place.roomId(), user, server.name());
        boolean isWhole = isWhole(place.roomId());
        AtomicReference<@Nullable Room> partial = new AtomicReference<>();
        Handshakes.join(
                server,
                join,
                !isWhole,
                ANSWER,
                answer -> {
                    if (isWhole) {
                        requireAllMembers(answer);
                    }
                    partial.set(enter(read(server, answer, join, template)));
                });
        // Not while there is still room held for the answer.
        Room begun = partial.get();
        if (begun != null) {
            partialJoins.begin(begun);
        }
    }

    private JoinAnswer read(RemoteServer server, JsonObject answer, Event join, Template template) {
        JoinAnswer read = read(answer, join, template);
        return answer.bool("members_omitted").orElse(false)
                ? read.without(new JoinAnswer.Omitted(server.name(), servers(server, answer)))
                : read;
    }

    /// Whether this server is in the room and knows its members, so that it would have no use for less.
    private boolean isWhole(RoomId roomId) {
        return rooms.find(roomId)
                .map(room -> room.visible().head())
                .filter(head -> !head.isPartial())
                .filter(residents::isHere)
                .isPresent();
    }

    private static void requireAllMembers(JsonObject answer) {
        if (answer.bool("members_omitted").orElse(false)) {
            throw Refusals.nonsense("members were left out, which nobody asked for");
        }
    }

    /// "The servers active in the room (ie, those with joined members) before the join"; who answers is one of them.
    private static List<ServerName> servers(RemoteServer server, JsonObject answer) {
        JsonArray given =
                answer.array("servers_in_room")
                        .orElseThrow(() -> Refusals.nonsense("it does not say who is in the room"));
        Set<ServerName> servers = new LinkedHashSet<>();
        servers.add(server.name());
        for (Json name : given) {
            if (servers.size() < MAX_SERVERS && name instanceof JsonString(String text)) {
                ServerName.tryParse(text).ifPresent(servers::add);
            }
        }
        return List.copyOf(servers);
    }

    /// The template, once the other server has heard of it when the user has just left.
    private Template template(RemoteServer server, RoomId roomId, UserId user) {
        for (int asked = 0; asked < PATIENCE; asked++) {
            Template template = Handshakes.make(server, roomId, user, Membership.JOIN);
            if (!unheardLeaves.has(roomId, user, template)) {
                return template;
            }
            time.park(this, PAUSE);
        }
        throw new MatrixException(
                        ErrorCode.UNKNOWN,
                        server.name() + " has not heard yet that you left; try again soon")
                .withStatus(504);
    }

    /// A room keeps its version: of one that this server was in before, nobody else says which that is.
    private void requireKnownVersion(RoomId roomId, Template template) {
        boolean isOther =
                rooms.find(roomId)
                        .filter(room -> template.isNamed())
                        .filter(room -> !room.rules().equals(template.version().rules()))
                        .isPresent();
        if (isOther) {
            throw Refusals.nonsense("the room is of another version");
        }
    }

    private static JsonObject withVoucher(JsonObject content, Template template) {
        return template.authorisedVia()
                .map(user -> content.with(AUTHORISED_VIA, new JsonString(user.toString())))
                .orElse(content);
    }

    private JoinAnswer read(JsonObject answer, Event join, Template template) {
        JsonArray state =
                answer.array("state").orElseThrow(() -> Refusals.nonsense("it has no state"));
        JsonArray chain =
                answer.array("auth_chain")
                        .orElseThrow(() -> Refusals.nonsense("it has no auth_chain"));
        Event signed = signed(answer, join, template);
        PduReader reader = pdus.forWholeStates();
        Reading stateEvents = reader.read(join.roomId(), join.rules(), state);
        Reading chainEvents = reader.read(join.roomId(), join.rules(), without(chain, state));
        return new JoinAnswer(
                version(stateEvents.events(), template),
                stateEvents.events(),
                chainEvents.events(),
                signed);
    }

    /// Most events of the chain are in the state too: to verify them once is enough.
    private static JsonArray without(JsonArray chain, JsonArray state) {
        Set<Json> known = new HashSet<>();
        state.forEach(known::add);
        return JsonArray.of(chain.stream().filter(known::add).toList());
    }

    /// "The create event in the state" is the room's own word about its version.
    private static RoomVersion version(List<Event> state, Template template) {
        Event create =
                state.stream()
                        .filter(event -> event.isState(EventTypes.CREATE, ""))
                        .findFirst()
                        .orElseThrow(() -> Refusals.nonsense("its state has no create event"));
        Optional<RoomVersion> created = RoomVersion.ofCreateContent(create.content());
        boolean isOld = !template.isNamed() && created.equals(Optional.of(RoomVersion.V2));
        if (!isOld && !created.equals(Optional.of(template.version()))) {
            throw Refusals.nonsense("the room is of another version");
        }
        return created.get();
    }

    /// Where somebody vouches for the join, the event counts only with that server's signature.
    private Event signed(JsonObject answer, Event join, Template template) {
        if (template.authorisedVia().isEmpty()) {
            return join;
        }
        JsonObject returned =
                answer.object("event")
                        .orElseThrow(() -> Refusals.nonsense("the join is not in it"));
        ServerName signer = template.authorisedVia().get().server();
        Event signed = OwnEvents.withSignatures(join, returned, signer);
        return pdus.read(join.roomId(), join.rules(), List.of(signed.json()))
                .find(join.eventId())
                .orElseThrow(() -> Refusals.nonsense("nobody has signed for the join"));
    }
}
