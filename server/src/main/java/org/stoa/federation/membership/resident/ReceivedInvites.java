package org.stoa.federation.membership.resident;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.stoa.accounts.data.InvitePermissions;
import org.stoa.federation.acl.RoomAcls;
import org.stoa.federation.membership.StrippedStates;
import org.stoa.federation.pdu.PduReader;
import org.stoa.federation.pdu.Reading;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.EventSigner;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.remote.keys.OwnKeys;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.receive.OutsideRooms;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.AccountRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// Takes in invites of this server's users by users of others, and signs them. Thread-safe.
///
/// Spec: server-server-api#inviting-to-a-room (v1.19).
public final class ReceivedInvites {
    /// Invites of one server that one user may have and not have answered, and of all servers: whoever comes back after a year sees what
    /// people sent, and not what machines did.
    private static final int MAX_OF_SERVER = 200;

    private static final int MAX_OF_ALL = 2_000;

    private final ServerName serverName;
    private final Supplier<SigningKey> key;
    private final Database database;
    private final PduReader pdus;
    private final StrippedStates strippedStates;
    private final InvitePermissions permissions;
    private final Rooms rooms;
    private final OutsideRooms outside;
    private final RoomAcls acls;
    private final AccountRepository accounts = new AccountRepository();
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    public ReceivedInvites(
            OwnKeys keys,
            Database database,
            PduReader pdus,
            Rooms rooms,
            OutsideRooms outside,
            RoomAcls acls) {
        this.serverName = keys.serverName();
        this.key = keys::current;
        this.database = database;
        this.pdus = pdus;
        this.strippedStates = new StrippedStates(pdus);
        this.permissions = new InvitePermissions(database);
        this.rooms = rooms;
        this.outside = outside;
        this.acls = acls;
    }

    /// What another server hands over.
    ///
    /// @param roomId in the path of the request
    /// @param eventId in the path of the request
    /// @param told what it says of the room
    public record Received(
            ServerName origin,
            RoomId roomId,
            String eventId,
            RoomVersion version,
            JsonObject event,
            JsonArray told) {}

    /// Takes an invite in and returns it with this server's signature.
    ///
    /// Errors: M_INVALID_PARAM when it is no valid invite of a user of this server by one of the asking server; M_FORBIDDEN when
    /// there is no such user, or he has too many invites that are not answered, or the room does not let the asking server take part;
    /// M_INVITE_BLOCKED.
    public JsonObject take(Received received) {
        Event invite = read(received);
        UserId invited = requireInvite(invite, received.origin());
        requireKnownVersion(received);
        requireAccount(invited);
        permissions.requireNotBlocked(invite.sender(), invited);
        rooms.find(invite.roomId())
                .filter(room -> outside.isHere(room.roomId()))
                .ifPresent(room -> acls.require(room, received.origin()));
        StrippedStates.Told told = strippedStates.read(received.version(), received.told(), invite);
        told.fault().ifPresent(ReceivedInvites::refuse);
        JsonObject signed = EventSigner.sign(invite.json(), serverName, key.get(), invite.rules());
        Event own = Event.stored(invite.eventId(), invite.roomId(), signed, invite.rules());
        // "If the remote homeserver is already in the room, it will receive the invite event
        // twice": the other time with its place among the events that are here.
        if (!outside.isHere(invite.roomId())) {
            requireNotTooMany(invited, received.origin());
            outside.enter(received.version(), own, told.events());
        }
        return signed;
    }

    /// The version of a room of which an old server does not say it: one of the first two.
    public RoomVersion oldVersion(RoomId roomId) {
        return rooms.find(roomId)
                .filter(room -> room.rules().equals(RoomVersion.V2.rules()))
                .map(room -> RoomVersion.V2)
                .orElse(RoomVersion.V1);
    }

    private Event read(Received received) {
        Reading reading =
                pdus.read(
                        received.roomId(),
                        received.version().rules(),
                        List.of(received.event().without("unsigned")));
        if (reading.events().isEmpty()) {
            throw invalid("The invite is refused: " + reading.refused().getFirst().reason());
        }
        Event invite = reading.events().getFirst();
        if (!invite.eventId().toString().equals(received.eventId())) {
            throw invalid("The invite is not " + received.eventId());
        }
        return invite;
    }

    private UserId requireInvite(Event invite, ServerName origin) {
        Optional<UserId> invited =
                invite.stateKey()
                        .filter(key -> invite.type().equals(EventTypes.MEMBER))
                        .flatMap(UserId::tryParse)
                        .filter(user -> user.server().equals(serverName));
        if (Memberships.in(invite.content()) != Membership.INVITE || invited.isEmpty()) {
            throw invalid("Expected the invite of a user of " + serverName);
        }
        if (!invite.sender().server().equals(origin)) {
            throw invalid("Expected the invite of a user of " + origin);
        }
        return invited.get();
    }

    /// A room keeps its version: of one that this server is or was in, nobody else says which that is.
    private void requireKnownVersion(Received received) {
        boolean isOther =
                rooms.find(received.roomId())
                        .filter(room -> !room.rules().equals(received.version().rules()))
                        .isPresent();
        if (isOther) {
            throw invalid("The room is of another version");
        }
    }

    /// Whoever invites names that nobody has would fill the database with them.
    private void requireAccount(UserId user) {
        boolean isThere =
                database.read(tx -> accounts.findByLocalpart(tx, user.localpart()))
                        .filter(account -> !account.isDeactivated())
                        .isPresent();
        if (!isThere) {
            throw new MatrixException(ErrorCode.FORBIDDEN, "There is no such user: " + user);
        }
    }

    private void requireNotTooMany(UserId invited, ServerName origin) {
        Optional<Long> user = database.names().findUser(invited);
        if (user.isEmpty()) {
            return;
        }
        long server = database.names().findServer(origin).orElse(0L);
        MembershipRepository.Counted open =
                database.read(
                        tx ->
                                memberships.counted(
                                        tx,
                                        user.get(),
                                        Memberships.number(Membership.INVITE),
                                        server));
        if (open.byServer() >= MAX_OF_SERVER || open.all() >= MAX_OF_ALL) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The user has too many invites that are not answered");
        }
    }

    private static void refuse(String why) {
        throw invalid(why);
    }

    private static MatrixException invalid(String message) {
        return new MatrixException(ErrorCode.INVALID_PARAM, message);
    }
}
