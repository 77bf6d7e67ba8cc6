package org.stoa.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.content.HistoryVisibility;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.RoomAlias;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.alias.Aliases;
import org.stoa.rooms.alias.RemoteAliases;
import org.stoa.rooms.alias.ResolvedAlias;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.AliasRepository;
import org.stoa.storage.rooms.AliasRepository.AliasRecord;

/// Makes, finds and removes aliases of this server. Thread-safe.
///
/// Spec: client-server-api#room-aliases (v1.19).
public final class AliasDirectory {
    /// Nobody asks more in turn to join.
    private static final int MAX_SERVERS = 100;

    private static final String CANONICAL = "m.room.canonical_alias";

    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final Aliases aliases;
    private final EventSender sender;
    private final RemoteAliases others;
    private final AliasRepository repository = new AliasRepository();

    /// Creates it.
    public AliasDirectory(
            Database database,
            Rooms rooms,
            EventStore events,
            Aliases aliases,
            EventSender sender,
            RemoteAliases others) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.aliases = aliases;
        this.sender = sender;
        this.others = others;
    }

    /// Whether an alias is of this server, so that nobody else is asked.
    public boolean isLocal(RoomAlias alias) {
        return aliases.isLocal(alias);
    }

    /// The room that an alias stands for, of this server or another.
    ///
    /// Errors: M_NOT_FOUND; M_UNKNOWN with status 502 or 504 when another server would have to be asked and cannot.
    public ResolvedAlias resolve(RoomAlias alias) {
        return aliases.isLocal(alias) ? resolveOwn(alias) : others.resolve(alias);
    }

    /// The room that an alias of this server stands for.
    ///
    /// Errors: M_NOT_FOUND, also for an alias of another server.
    public ResolvedAlias resolveOwn(RoomAlias alias) {
        Optional<RoomId> found =
                aliases.isLocal(alias) ? aliases.findOrAsk(alias) : Optional.empty();
        RoomId roomId = found.orElseThrow(() -> notFound(alias));
        return new ResolvedAlias(roomId, servers(roomId, alias.server()));
    }

    /// This server first: it knows the alias, and then whoever is in the room.
    private List<ServerName> servers(RoomId roomId, ServerName own) {
        List<ServerName> servers = new ArrayList<>(List.of(own));
        rooms.find(roomId).stream()
                .flatMap(room -> room.visible().head().servers().keySet().stream())
                .map(database.names()::serverName)
                .filter(server -> !server.equals(own))
                .limit(MAX_SERVERS)
                .forEach(servers::add);
        return servers;
    }

    /// Gives a room another alias.
    ///
    /// Errors: M_UNKNOWN with status 409 when it is taken; M_FORBIDDEN when the user is not in the room; M_INVALID_PARAM
    /// when the alias is not of this server; M_EXCLUSIVE.
    public void add(Requester requester, RoomAlias alias, RoomId roomId) {
        if (!aliases.isLocal(alias)) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM, "Room alias " + alias + " is not of this server");
        }
        aliases.localAlias(requester, alias.localpart());
        Room room = rooms.require(roomId);
        if (state(room).membership(requester.userId()) != Membership.JOIN) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You are not in room " + roomId);
        }
        try {
            aliases.reserved(
                    alias,
                    () -> {
                        database.execute(
                                tx ->
                                        repository.insert(
                                                tx,
                                                alias.toString(),
                                                roomId.toString(),
                                                requester.userNid()));
                        return alias;
                    });
        } catch (MatrixException taken) {
            if (taken.code() != ErrorCode.ROOM_IN_USE) {
                throw taken;
            }
            throw new MatrixException(ErrorCode.UNKNOWN, "Room alias " + alias + " is taken")
                    .withStatus(409);
        }
    }

    /// Removes an alias: one's own, that of a room in which one may set the canonical alias, or any for an
    /// administrator. The room's canonical alias event no longer names it, if the user may change that.
    ///
    /// Errors: M_NOT_FOUND; M_FORBIDDEN.
    public void remove(Requester requester, RoomAlias alias) {
        AliasRecord stored = aliases.record(alias).orElseThrow(() -> notFound(alias));
        Optional<Room> renamable =
                rooms.find(RoomId.parse(stored.roomId()))
                        .filter(room -> mayRename(requester, room));
        boolean allowed =
                requester.admin()
                        || stored.creator() == requester.userNid()
                        || renamable.isPresent();
        if (!allowed) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You may not remove this alias");
        }
        database.execute(tx -> repository.delete(tx, alias.toString()));
        renamable.ifPresent(room -> forget(requester, room, alias));
    }

    private void forget(Requester requester, Room room, RoomAlias alias) {
        sender.update(
                room,
                update -> {
                    StateView state =
                            new StateView(update.head().state(), database.names(), events);
                    JsonObject before = state.content(CANONICAL, "");
                    JsonObject after = without(before, alias.toString());
                    // That the user may not any more is no reason to keep the alias.
                    if (!after.equals(before) && mayRename(requester, state)) {
                        sender.add(
                                update,
                                Draft.state(
                                        requester.userId(),
                                        requester.userNid(),
                                        CANONICAL,
                                        "",
                                        after));
                    }
                    return room;
                });
    }

    private static JsonObject without(JsonObject content, String alias) {
        JsonObject kept =
                content.string("alias").equals(Optional.of(alias))
                        ? content.without("alias")
                        : content;
        JsonArray others = kept.array("alt_aliases").orElse(JsonArray.EMPTY);
        JsonArray left =
                JsonArray.of(
                        others.stream()
                                .filter(other -> !other.equals(new JsonString(alias)))
                                .toList());
        return left.size() == others.size() ? kept : kept.with("alt_aliases", left);
    }

    /// The aliases of a room on this server.
    ///
    /// Errors: M_FORBIDDEN when the user is not in the room and the room is not world-readable.
    public List<String> of(Requester requester, RoomId roomId) {
        Room room = rooms.require(roomId);
        StateView state = state(room);
        boolean readable =
                HistoryVisibility.in(state.get("m.room.history_visibility", ""))
                        == HistoryVisibility.WORLD_READABLE;
        if (!readable && state.membership(requester.userId()) != Membership.JOIN) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "You are not in room " + roomId);
        }
        return database.read(
                tx ->
                        repository.ofRoom(tx, roomId.toString()).stream()
                                .map(AliasRecord::alias)
                                .toList());
    }

    private boolean mayRename(Requester requester, Room room) {
        return mayRename(requester, state(room));
    }

    private static boolean mayRename(Requester requester, StateView state) {
        PowerLevels power = state.powerLevels();
        return state.membership(requester.userId()) == Membership.JOIN
                && power.user(requester.userId()) >= power.event(CANONICAL, true);
    }

    private StateView state(Room room) {
        return new StateView(room.visible().head().state(), database.names(), events);
    }

    private static MatrixException notFound(RoomAlias alias) {
        return new MatrixException(ErrorCode.NOT_FOUND, "Room alias " + alias + " not found");
    }
}
