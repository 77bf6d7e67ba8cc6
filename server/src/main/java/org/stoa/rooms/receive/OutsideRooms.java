package org.stoa.rooms.receive;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.EventTypes;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.event.EventFlags;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.persist.EventPersister;
import org.stoa.rooms.persist.Placement;
import org.stoa.rooms.persist.Placement.Kind;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Change;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;
import org.stoa.storage.rows.LocalMembershipRow;

/// Memberships of local users in rooms that this server is not in: invites, knocks, and their ends. Of such a room only the
/// member event and its stripped state are here, so no rule of the room can be checked. Thread-safe.
///
/// Spec: server-server-api#inviting-to-a-room, #knocking-rooms, #leaving-rooms-rejecting-invites (v1.19).
public final class OutsideRooms {
    private final Database database;
    private final Rooms rooms;
    private final RoomOpening opening;
    private final EventSender sender;
    private final EventPersister persister;
    private final EventStore events;
    private final References.Finder finder;
    private final Arrival arrival;
    private final EventNames names;
    private final Participation participation;
    private final MembershipRepository memberships = new MembershipRepository();

    OutsideRooms(
            Database database,
            EventStore events,
            Rooms rooms,
            RoomOpening opening,
            EventSender sender,
            EventPersister persister,
            Arrival arrival,
            Participation participation) {
        this.database = database;
        this.events = events;
        this.rooms = rooms;
        this.opening = opening;
        this.sender = sender;
        this.persister = persister;
        this.arrival = arrival;
        this.participation = participation;
        this.finder = new References.Finder(database, events);
        this.names = new EventNames(database.names());
    }

    /// Whether this server takes part in a room, so that what concerns it comes in as {@link ReceivedEvents} and not here.
    public boolean isHere(RoomId roomId) {
        return rooms.find(roomId)
                .filter(room -> participation.isHere(room.visible().head()))
                .isPresent();
    }

    /// Whether a text is the id of a user of this server.
    public boolean isOfThisServer(String text) {
        return UserId.tryParse(text)
                .filter(user -> user.server().equals(participation.serverName()))
                .isPresent();
    }

    /// Takes in an invite for a local user, or the knock of one that another server has accepted.
    ///
    /// Errors: M_BAD_JSON when the event is neither, or not about a user of this server.
    ///
    /// @param event the member event, checked for format, signatures and hashes
    /// @param strippedState what the other server says of the room
    public void enter(RoomVersion version, Event event, JsonArray strippedState) {
        UserId user = target(event);
        Membership membership = Memberships.in(event.content());
        if (membership != Membership.INVITE && membership != Membership.KNOCK) {
            throw new MatrixException(ErrorCode.BAD_JSON, "Expected an invite or a knock");
        }
        Room room = opening.open(event.roomId(), version, event.sender());
        names.prepare(List.of(event));
        sender.update(
                room,
                update -> {
                    StoredEvent stored = keep(update, event);
                    put(update, user, membership, stored, strippedState.toBytes());
                    return true;
                });
    }

    /// Takes in the end of an invite or a knock that another server made: the invite was withdrawn, the knock refused, or the
    /// user banned. Returns false, and keeps nothing, when the event does not name the member event that it ends, which is
    /// what allows it, or takes back the invite of somebody else: whether its sender has the power cannot be seen from here.
    ///
    /// @param event the member event, checked for format, signatures and hashes
    public boolean end(Event event) {
        UserId user = target(event);
        Membership membership = Memberships.in(event.content());
        boolean isEnd = membership == Membership.LEAVE || membership == Membership.BAN;
        Optional<Room> room = rooms.findKnown(event.roomId());
        // Nobody gets a number who has nothing to end.
        if (!isEnd || room.isEmpty() || open(room.get().nid(), user).isEmpty()) {
            return false;
        }
        names.prepare(List.of(event));
        return sender.update(
                room.get(),
                update -> {
                    if (!ends(update, user, event)) {
                        return false;
                    }
                    put(update, user, membership, keep(update, event), null);
                    return true;
                });
    }

    /// Ends the invite or the knock of a local user who refused it, or took it back. Returns false when there is none.
    ///
    /// @param event the member event that another server has accepted; empty when none was to be reached, so that only this
    ///     server knows
    public boolean leave(RoomId roomId, UserId user, Optional<Event> event) {
        Optional<Room> room = rooms.findKnown(roomId);
        if (room.isEmpty()) {
            return false;
        }
        event.ifPresent(leave -> names.prepare(List.of(leave)));
        return sender.update(
                room.get(),
                update -> {
                    if (open(update, user).isEmpty()) {
                        return false;
                    }
                    @Nullable StoredEvent stored =
                            event.map(leave -> keep(update, leave)).orElse(null);
                    put(update, user, Membership.LEAVE, stored, null);
                    return true;
                });
    }

    /// The invite or knock of a local user that has not ended, where its event is here.
    public Optional<Event> openEvent(RoomId roomId, UserId user) {
        return rooms.findKnown(roomId)
                .flatMap(room -> open(room.nid(), user))
                .filter(row -> row.event() != 0)
                .map(row -> events.get(row.event()).parsed());
    }

    private UserId target(Event event) {
        Optional<UserId> user = event.stateKey().flatMap(UserId::tryParse);
        boolean isMember = event.type().equals(EventTypes.MEMBER);
        return user.filter(id -> isMember && id.server().equals(participation.serverName()))
                .orElseThrow(
                        () ->
                                new MatrixException(
                                        ErrorCode.BAD_JSON,
                                        "Expected the membership of a user of this server"));
    }

    /// The invite or knock of a user that has not ended.
    private Optional<LocalMembership> open(RoomUpdate update, UserId user) {
        return open(update.room().nid(), user);
    }

    private Optional<LocalMembership> open(long room, UserId user) {
        return database.names()
                .findUser(user)
                .flatMap(number -> database.read(tx -> memberships.of(tx, number, room)))
                .filter(
                        row ->
                                Memberships.of(row.membership()) == Membership.INVITE
                                        || Memberships.of(row.membership()) == Membership.KNOCK);
    }

    private boolean ends(RoomUpdate update, UserId user, Event event) {
        References references = finder.of(update, event);
        return open(update, user)
                .filter(row -> row.event() != 0)
                .filter(row -> references.numbers().containsValue(row.event()))
                .filter(row -> mayEnd(row, event))
                .isPresent();
    }

    private boolean mayEnd(LocalMembership row, Event event) {
        return Memberships.of(row.membership()) == Membership.KNOCK
                || events.get(row.event()).parsed().sender().equals(event.sender());
    }

    /// Keeps the member event, unless it is here already.
    private StoredEvent keep(RoomUpdate update, Event event) {
        if (!event.roomId().equals(update.room().roomId())) {
            throw new MatrixException(ErrorCode.BAD_JSON, "Expected an event of the room");
        }
        References references = finder.of(update, event);
        if (references.known() != null) {
            return references.known();
        }
        if (references.isElsewhere()) {
            throw new MatrixException(ErrorCode.BAD_JSON, "The event is of another room");
        }
        Arrival.Parts parts = arrival.outlier(event, references);
        Placement place =
                arrival.place(update, Kind.OUTLIER, references, 0, null)
                        .with(EventFlags.OUT_OF_BAND);
        Arrival.arrived(update, event, references);
        return persister.keep(update, parts.draft(), parts.built(), place);
    }

    private void put(
            RoomUpdate update,
            UserId user,
            Membership membership,
            @Nullable StoredEvent event,
            byte @Nullable [] strippedState) {
        long number = database.names().user(user);
        long room = update.room().nid();
        Optional<LocalMembership> before = database.read(tx -> memberships.of(tx, number, room));
        int slot = update.write().position();
        update.write()
                .add(
                        new LocalMembershipRow(
                                number,
                                room,
                                Memberships.number(membership),
                                event == null ? null : event.event(),
                                slot,
                                strippedState,
                                false,
                                before.map(LocalMembership::joinedOrd)
                                        .filter(ord -> ord != 0)
                                        .orElse(null),
                                before.map(LocalMembership::leftOrd)
                                        .filter(ord -> ord != 0)
                                        .orElse(null)))
                .changed(slot, new Change.User(number));
        update.changed();
    }
}
