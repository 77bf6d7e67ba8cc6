package org.stoa.rooms.membership;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.CreateContent;
import org.stoa.protocol.event.content.JoinRule;
import org.stoa.protocol.event.content.JoinRules;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.RoomRepository;

/// Rooms that let in the members of other rooms: whether a user is one of those, and who of this server vouches for the
/// join. Thread-safe.
///
/// The other rooms are seen as of what is committed.
/// Spec: client-server-api#restricted-rooms, server-server-api#restricted-rooms (v1.19).
public final class RestrictedJoins {
    /// Members that are looked at besides those who are named in the power levels.
    private static final int MORE_CANDIDATES = 16;

    private final ServerName serverName;
    private final Database database;
    private final Names names;
    private final MembershipRepository memberships = new MembershipRepository();
    private final RoomRepository rooms = new RoomRepository();

    /// Creates it for this server.
    public RestrictedJoins(ServerName serverName, Database database) {
        this.serverName = serverName;
        this.database = database;
        this.names = database.names();
    }

    /// Whether a join rule lets in members of other rooms, in a room of these rules.
    public static boolean isRestricted(JoinRule rule, RoomRules rules) {
        return (rule == JoinRule.RESTRICTED && rules.restrictedJoinRule())
                || (rule == JoinRule.KNOCK_RESTRICTED && rules.knockRestrictedJoinRule());
    }

    /// Whether a user comes in only by being in another room, and then needs somebody who vouches.
    public boolean needsVoucher(Room room, StateView state, UserId user) {
        JoinRule rule = JoinRules.of(state.get("m.room.join_rules", "")).rule();
        Membership now = state.membership(user);
        return isRestricted(rule, room.rules())
                && now != Membership.JOIN
                && now != Membership.INVITE
                && now != Membership.BAN;
    }

    /// Whether this server takes part in a room, or nobody does: then a local user may join it here. Else its state may have
    /// changed since, and only a server that is in it can let somebody in.
    public boolean isHere(Room room) {
        Set<Long> servers = room.visible().head().servers().keySet();
        return servers.isEmpty()
                || names.findServer(serverName).filter(servers::contains).isPresent();
    }

    /// Whether a local user is joined to one of the rooms that the join rules name.
    public boolean isAllowed(long user, JoinRules joinRules) {
        return isAllowed(user, joinRules.allowedRooms());
    }

    /// Whether a local user is joined to one of the rooms.
    public boolean isAllowed(long user, List<RoomId> allowed) {
        return !allowed.isEmpty()
                && database.read(tx -> allowed.stream().anyMatch(id -> isJoined(tx, user, id)));
    }

    /// A local user's membership of a room that this server need not be in; LEAVE when he has none.
    public Membership membershipElsewhere(long user, RoomId roomId) {
        return database.read(
                        tx ->
                                rooms.byId(tx, roomId.toString())
                                        .flatMap(room -> memberships.of(tx, user, room.room())))
                .map(found -> Memberships.of(found.membership()))
                .orElse(Membership.LEAVE);
    }

    /// Whether a user of another server is joined to one of the rooms that the join rules name.
    public boolean isAllowed(ServerName server, JoinRules joinRules) {
        Optional<Long> number = names.findServer(server);
        List<RoomId> allowed = joinRules.allowedRooms();
        return number.isPresent()
                && database.read(
                        tx -> allowed.stream().anyMatch(id -> isPresent(tx, number.get(), id)));
    }

    private boolean isPresent(Tx tx, long server, RoomId roomId) {
        return rooms.byId(tx, roomId.toString())
                .filter(
                        room ->
                                rooms.stays(tx, room.room(), server).stream()
                                        .anyMatch(stay -> stay.until() == 0))
                .isPresent();
    }

    /// Whether a user of another server is in a room, is invited to it or knocks on it.
    public boolean knowsOf(ServerName server, Room room) {
        Optional<Long> number = names.findServer(server);
        if (number.isEmpty()) {
            return false;
        }
        return room.visible().head().servers().containsKey(number.get())
                || database
                        .read(
                                tx ->
                                        memberships.ofServer(
                                                tx, room.nid(), number.get(), MORE_CANDIDATES))
                        .stream()
                        .map(member -> Memberships.of(member.membership()))
                        .anyMatch(each -> each == Membership.INVITE || each == Membership.KNOCK);
    }

    private boolean isJoined(Tx tx, long user, RoomId roomId) {
        return rooms.byId(tx, roomId.toString())
                .flatMap(room -> memberships.of(tx, user, room.room()))
                .filter(found -> Memberships.of(found.membership()) == Membership.JOIN)
                .isPresent();
    }

    /// A joined user of this server who may invite; the one with the highest power of those that are named in the power
    /// levels, else anybody. Empty when there is none: then another server would have to vouch.
    ///
    /// @param state of the room
    public Optional<UserId> authoriser(Room room, StateView state) {
        return localWith(room, state, state.powerLevels().invite());
    }

    /// A joined user of this server with at least this power; the one with the highest of those that are named in the power
    /// levels, else anybody. Empty when there is none.
    ///
    /// @param state of the room
    public Optional<UserId> localWith(Room room, StateView state, long required) {
        PowerLevels levels = state.powerLevels();
        Set<UserId> named = named(state);
        Optional<UserId> strongest =
                named.stream()
                        .filter(user -> isLocalWith(user, state, levels, required))
                        .max(
                                Comparator.<UserId>comparingLong(levels::user)
                                        .thenComparing(byName()));
        if (strongest.isPresent() || levels.usersDefault() < required) {
            return strongest;
        }
        long joined = Memberships.number(Membership.JOIN);
        int enough = named.size() + MORE_CANDIDATES;
        return database
                .read(tx -> memberships.someLocalJoined(tx, room.nid(), joined, enough))
                .stream()
                .map(names::userId)
                .filter(user -> isLocalWith(user, state, levels, required))
                .findFirst();
    }

    private boolean isLocalWith(UserId user, StateView state, PowerLevels levels, long required) {
        return user.server().equals(serverName)
                && levels.user(user) >= required
                && state.membership(user) == Membership.JOIN;
    }

    /// The creators, and who is listed in the power levels.
    private static Set<UserId> named(StateView state) {
        Set<UserId> named = new LinkedHashSet<>();
        Event create = state.get("m.room.create", "");
        if (create != null) {
            CreateContent content = CreateContent.of(create);
            content.creator().flatMap(UserId::tryParse).ifPresent(named::add);
            named.addAll(content.additionalCreators());
        }
        JsonObject users =
                state.content("m.room.power_levels", "").object("users").orElse(JsonObject.EMPTY);
        users.names().forEach(text -> UserId.tryParse(text).ifPresent(named::add));
        return named;
    }

    private static Comparator<UserId> byName() {
        return Comparator.comparing(UserId::toString).reversed();
    }
}
