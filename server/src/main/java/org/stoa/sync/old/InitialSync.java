package org.stoa.sync.old;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.Response;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.read.EventFilter;
import org.stoa.rooms.read.RoomAccess;
import org.stoa.storage.Database;
import org.stoa.storage.Lane;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataEntry;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.rooms.EventRepository;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;
import org.stoa.sync.SyncTokens;
import org.stoa.sync.online.News;
import org.stoa.sync.v3.AccountDataSection;
import org.stoa.sync.v3.Inviters;
import org.stoa.sync.v3.RoomHistory;

/// Everything that a client needs to begin, as it was asked for before /sync: of all rooms of the user, or of one.
/// Thread-safe.
///
/// Spec: client-server-api#get_matrixclientv3initialsync, #get_matrixclientv3roomsroomidinitialsync (v1.19).
public final class InitialSync {
    private final Database database;
    private final Rooms rooms;
    private final RoomAccess access;
    private final RoomHistory history;
    private final RoomInfo info;
    private final OldPresence presence;
    private final News news;
    private final SyncTokens tokens;
    private final Inviters inviters;
    private final AccountDataSection accountData = new AccountDataSection();
    private final AccountDataRepository accountDataRepository = new AccountDataRepository();
    private final MembershipRepository memberships = new MembershipRepository();
    private final EventRepository eventRepository = new EventRepository();

    InitialSync(
            Database database,
            Rooms rooms,
            RoomAccess access,
            RoomHistory history,
            RoomInfo info,
            OldPresence presence,
            News news,
            SyncTokens tokens,
            Inviters inviters) {
        this.database = database;
        this.rooms = rooms;
        this.access = access;
        this.history = history;
        this.info = info;
        this.presence = presence;
        this.news = news;
        this.tokens = tokens;
        this.inviters = inviters;
    }

    /// What to tell of all rooms.
    ///
    /// @param limit how many messages of each room at most
    /// @param archived whether rooms that the user has left are told of too
    public record Wish(int limit, boolean archived) {}

    /// All rooms of the user, one after the other.
    ///
    /// Errors: M_LIMIT_EXCEEDED when too many ask at once.
    public Response ofAllRooms(Requester requester, Wish wish) {
        long ephemeral = news.lastEphemeral();
        long to = database.frontier().at(Lane.ONLY).value();
        String end = tokens.token(to, ephemeral);
        Map<Long, List<AccountDataEntry>> byRoom =
                accountData(requester).stream()
                        .collect(Collectors.groupingBy(AccountDataEntry::room));
        JsonBuffer out = new JsonBuffer().beginObject();
        out.member("end", end);
        out.array("presence", presence.events(requester));
        out.array(
                "account_data",
                accountData.all(
                        requester.userId(),
                        byRoom.getOrDefault(AccountDataRepository.GLOBAL, List.of()),
                        EventFilter.ALL));
        RoomList.Telling tell =
                (row, more) -> {
                    // Loaded outside the transaction: who loads a room may have to wait for another
                    // who does.
                    Room room = rooms.get(row.room());
                    List<AccountDataEntry> ofRoom = byRoom.getOrDefault(row.room(), List.of());
                    return database.read(
                            tx -> tell(tx, requester, room, row, wish, to, end, ofRoom, more));
                };
        return Response.json(out, new RoomList(out, rows(requester, wish), tell));
    }

    /// One room, also one that the user left, and one that everybody may read.
    ///
    /// Errors: M_FORBIDDEN when he may not read it.
    ///
    /// @param limit how many messages at most
    public Response ofRoom(Requester requester, Room room, int limit) {
        long ephemeral = news.lastEphemeral();
        long to = database.frontier().at(Lane.ONLY).value();
        String end = tokens.token(to, ephemeral);
        JsonBuffer out = new JsonBuffer().beginObject();
        out.array("presence", presence.inRoom(requester, room));
        JsonPieces state =
                database.read(
                        tx -> {
                            RoomAccess.Access readable =
                                    access.require(tx, requester, room.roomId());
                            Optional<LocalMembership> row =
                                    memberships.of(tx, requester.userNid(), room.nid());
                            RoomInfo.Part part =
                                    new RoomInfo.Part(
                                            readable.member() ? asOf(tx, room, to) : readable,
                                            row.map(stored -> Memberships.of(stored.membership()))
                                                    .orElse(null),
                                            limit,
                                            readable.member() ? to : 0,
                                            end);
                            List<AccountDataEntry> entries =
                                    accountDataRepository.all(tx, requester.userNid()).stream()
                                            .filter(entry -> entry.room() == room.nid())
                                            .toList();
                            return info.write(tx, requester, part, entries, out);
                        });
        return Response.json(out, state);
    }

    /// Writes a room, or nothing when nothing is told of it; returns what writes the rest of it.
    private Optional<JsonPieces> tell(
            Tx tx,
            Requester requester,
            Room room,
            LocalMembership row,
            Wish wish,
            long to,
            String end,
            List<AccountDataEntry> entries,
            JsonBuffer out) {
        Membership membership = Memberships.of(row.membership());
        return switch (membership) {
            case INVITE, KNOCK -> {
                out.text(info.writeOutside(tx, requester, room, row).toBytes());
                yield Optional.empty();
            }
            case JOIN -> {
                RoomInfo.Part part =
                        new RoomInfo.Part(asOf(tx, room, to), membership, wish.limit(), to, end);
                yield Optional.of(info.write(tx, requester, part, entries, out.beginObject()));
            }
            case LEAVE, BAN -> {
                if (row.leftOrd() == 0) {
                    yield Optional.empty();
                }
                RoomInfo.Part part =
                        new RoomInfo.Part(asLeft(tx, room, row), membership, wish.limit(), 0, end);
                yield Optional.of(info.write(tx, requester, part, entries, out.beginObject()));
            }
        };
    }

    private List<LocalMembership> rows(Requester requester, Wish wish) {
        return database.read(tx -> wantedRows(tx, requester)).stream()
                .filter(row -> wish.archived() || !isOver(row))
                .filter(row -> !row.forgotten())
                .sorted(Comparator.comparingLong(LocalMembership::room))
                .toList();
    }

    private List<LocalMembership> wantedRows(Tx tx, Requester requester) {
        long user = requester.userNid();
        Set<Long> ignored = IgnoredUsers.numbers(tx, database.names(), user);
        return memberships.ofUser(tx, user).stream()
                .filter(row -> !isInvite(row) || !inviters.isIgnored(tx, row, ignored))
                .toList();
    }

    private static boolean isInvite(LocalMembership row) {
        return Memberships.of(row.membership()) == Membership.INVITE;
    }

    private static boolean isOver(LocalMembership row) {
        Membership membership = Memberships.of(row.membership());
        return membership == Membership.LEAVE || membership == Membership.BAN;
    }

    private List<AccountDataEntry> accountData(Requester requester) {
        return database.read(tx -> accountDataRepository.all(tx, requester.userNid()));
    }

    /// A joined room as of a position, so that nothing comes twice when the client continues from there.
    private RoomAccess.Access asOf(Tx tx, Room room, long to) {
        return new RoomAccess.Access(
                room, history.at(tx, room, to), true, eventRepository.ordAt(tx, room.nid(), to));
    }

    private RoomAccess.Access asLeft(Tx tx, Room room, LocalMembership row) {
        long left = history.positionOf(tx, room.nid(), row.leftOrd());
        return new RoomAccess.Access(room, history.at(tx, room, left), false, row.leftOrd());
    }
}
