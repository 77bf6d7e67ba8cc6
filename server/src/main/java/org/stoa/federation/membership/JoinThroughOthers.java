package org.stoa.federation.membership;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.stoa.federation.pdu.LargeState;
import org.stoa.federation.pdu.PduReader;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Time;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.LargeResult;
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

    /// The largest rooms take the other server minutes.
    private static final RequestLimits ANSWER =
            new RequestLimits(
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(2),
                    RequestLimits.DEFAULT.maxAnswer());

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
                answer -> partial.set(enter(read(server, answer, join, template, isWhole))));
        // Not while the answer is still there.
        Room begun = partial.get();
        if (begun != null) {
            partialJoins.begin(begun);
        }
    }

    /// @param needsAll whether an answer without members would be of no use
    private JoinAnswer read(
            RemoteServer server,
            LargeResult.Text answer,
            Event join,
            Template template,
            boolean needsAll) {
        LargeState given =
                LargeState.of(
                        answer,
                        "state",
                        join.roomId(),
                        join.rules(),
                        pdus.forWholeStates(),
                        id -> true);
        requireArray(given, "state");
        requireArray(given, "auth_chain");
        boolean isPart =
                given.member("members_omitted").filter(JsonBoolean.TRUE::equals).isPresent();
        if (isPart && needsAll) {
            throw Refusals.nonsense("members were left out, which nobody asked for");
        }
        return new JoinAnswer(
                version(given, template),
                given,
                signed(given, join, template),
                isPart ? new JoinAnswer.Omitted(server.name(), servers(server, given)) : null);
    }

    private static void requireArray(LargeState given, String name) {
        if (!given.isArray(name)) {
            throw Refusals.nonsense("it has no " + name);
        }
    }

    /// Whether this server is in the room and knows its members, so that it would have no use for less.
    private boolean isWhole(RoomId roomId) {
        return rooms.find(roomId)
                .map(room -> room.visible().head())
                .filter(head -> !head.isPartial())
                .filter(residents::isHere)
                .isPresent();
    }

    /// "The servers active in the room (ie, those with joined members) before the join"; who answers is one of them.
    private static List<ServerName> servers(RemoteServer server, LargeState answer) {
        JsonArray given =
                answer.member("servers_in_room")
                        .flatMap(member -> cast(JsonArray.class, member))
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

    private static <T> Optional<T> cast(Class<T> type, Json value) {
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    /// "The create event in the state" is the room's own word about its version.
    private static RoomVersion version(LargeState given, Template template) {
        Event create =
                given.create()
                        .orElseThrow(() -> Refusals.nonsense("its state has no create event"));
        Optional<RoomVersion> created = RoomVersion.ofCreateContent(create.content());
        boolean isOld = !template.isNamed() && created.equals(Optional.of(RoomVersion.V2));
        if (!isOld && !created.equals(Optional.of(template.version()))) {
            throw Refusals.nonsense("the room is of another version");
        }
        return created.get();
    }

    /// Where somebody vouches for the join, the event counts only with that server's signature.
    private Event signed(LargeState answer, Event join, Template template) {
        if (template.authorisedVia().isEmpty()) {
            return join;
        }
        JsonObject returned =
                answer.member("event")
                        .flatMap(member -> cast(JsonObject.class, member))
                        .orElseThrow(() -> Refusals.nonsense("the join is not in it"));
        ServerName signer = template.authorisedVia().get().server();
        Event signed = OwnEvents.withSignatures(join, returned, signer);
        return pdus.read(join.roomId(), join.rules(), List.of(signed.json()))
                .find(join.eventId())
                .orElseThrow(() -> Refusals.nonsense("nobody has signed for the join"));
    }
}
