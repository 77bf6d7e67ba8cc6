package org.stoa.rooms.persist;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.read.StrippedState;
import org.stoa.storage.Change;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rows.CloseRoomServer;
import org.stoa.storage.rows.DeleteMember;
import org.stoa.storage.rows.LocalMembershipRow;
import org.stoa.storage.rows.MemberRow;
import org.stoa.storage.rows.RoomServerRow;
import org.stoa.storage.rows.UpdateRoomServer;

/// Keeps members, the rooms of local users, and the stays of servers, each with the change of the state that changes it.
public final class MemberRows implements StateRows {
    private final ServerName serverName;
    private final Database database;
    private final Names names;
    private final StrippedState strippedState;
    private final SeenNames seenNames;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it for this server.
    public MemberRows(
            ServerName serverName,
            Database database,
            Names names,
            StrippedState strippedState,
            SeenNames seenNames) {
        this.serverName = serverName;
        this.database = database;
        this.names = names;
        this.strippedState = strippedState;
        this.seenNames = seenNames;
    }

    @Override
    public void changed(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        Counts counts = new Counts();
        for (StateDifference difference : differences) {
            difference.member().ifPresent(user -> add(update, user, difference, slot, counts));
        }
        if (counts.isAny()) {
            count(update, counts, slot);
        }
        if (counts.isNoted) {
            seenNames.tellOf(update);
        }
    }

    /// How the numbers of members change, and whether users were noted by their names.
    private static final class Counts {
        private int joined;
        private int invited;
        private boolean isNoted;
        private final Map<ServerName, Integer> servers = new LinkedHashMap<>();

        void add(UserId user, Membership was, Membership now) {
            int change = difference(was, now, Membership.JOIN);
            if (change != 0) {
                servers.merge(user.server(), change, Integer::sum);
            }
            joined += change;
            invited += difference(was, now, Membership.INVITE);
        }

        boolean isAny() {
            return joined != 0 || invited != 0 || !servers.isEmpty();
        }

        private static int difference(Membership was, Membership now, Membership counted) {
            return (now == counted ? 1 : 0) - (was == counted ? 1 : 0);
        }
    }

    private void add(
            RoomUpdate update, UserId target, StateDifference difference, int slot, Counts counts) {
        long user = names.user(target);
        Membership was = difference.membershipWas();
        Membership now = difference.membershipNow();
        StoredEvent event = difference.any();
        long room = update.room().nid();
        boolean isGone = difference.now() == null;
        update.write()
                .add(
                        isGone
                                ? new DeleteMember(room, user)
                                : new MemberRow(
                                        room,
                                        user,
                                        Memberships.number(now),
                                        event.event(),
                                        seenNames.of(target, event)));
        counts.isNoted |= seenNames.note(update, target, user, difference);
        if (target.server().equals(serverName)) {
            addLocal(update, event, user, was, now, slot);
        }
        counts.add(target, was, now);
    }

    private void addLocal(
            RoomUpdate update,
            StoredEvent event,
            long user,
            Membership was,
            Membership now,
            int slot) {
        Room room = update.room();
        Room.LocalStay stay = stay(update, user);
        if (now == Membership.JOIN && was != Membership.JOIN) {
            stay = new Room.LocalStay(update.head().lastOrd(), 0);
        } else if (now != Membership.JOIN && was == Membership.JOIN) {
            stay = new Room.LocalStay(stay.joinedOrd(), update.head().lastOrd());
        }
        update.localStay(user, stay);
        byte @Nullable [] stripped = null;
        if (now == Membership.INVITE || now == Membership.KNOCK) {
            stripped = JsonArray.of(strippedState.of(update.head(), event)).toBytes();
        }
        update.write()
                .add(
                        new LocalMembershipRow(
                                user,
                                room.nid(),
                                Memberships.number(now),
                                event.event(),
                                slot,
                                stripped,
                                staysForgotten(room, user, was, now),
                                stay.joinedOrd() == 0 ? null : stay.joinedOrd(),
                                stay.leftOrd() == 0 ? null : stay.leftOrd()))
                .changed(slot, new Change.User(user));
    }

    /// "Rooms which have been forgotten will never appear in the response to the /sync API, until the user re-joins, is
    /// re-invited, or knocks": being banned afterwards, or unbanned, does not bring one back.
    private boolean staysForgotten(Room room, long user, Membership was, Membership now) {
        return isOut(was)
                && isOut(now)
                && database.read(tx -> memberships.of(tx, user, room.nid()))
                        .map(MembershipRepository.LocalMembership::forgotten)
                        .orElse(false);
    }

    private static boolean isOut(Membership membership) {
        return membership == Membership.LEAVE || membership == Membership.BAN;
    }

    private Room.LocalStay stay(RoomUpdate update, long user) {
        Room.LocalStay known = update.localStay(user);
        if (known != null) {
            return known;
        }
        return database.read(
                tx ->
                        memberships
                                .of(tx, user, update.room().nid())
                                .map(row -> new Room.LocalStay(row.joinedOrd(), row.leftOrd()))
                                .orElse(new Room.LocalStay(0, 0)));
    }

    private void count(RoomUpdate update, Counts counts, int slot) {
        RoomHead head = update.head();
        Map<Long, Integer> servers = head.servers();
        if (!counts.servers.isEmpty()) {
            servers = new HashMap<>(servers);
            for (Map.Entry<ServerName, Integer> change : counts.servers.entrySet()) {
                addStay(update, servers, names.server(change.getKey()), change.getValue(), slot);
            }
        }
        update.head(
                head.withMembers(
                        head.joined() + counts.joined,
                        head.invited() + counts.invited,
                        Map.copyOf(servers)));
    }

    private void addStay(
            RoomUpdate update, Map<Long, Integer> servers, long server, int change, int slot) {
        long room = update.room().nid();
        boolean wasHere = servers.containsKey(server);
        int after = servers.getOrDefault(server, 0) + change;
        if (change == 0) {
            return;
        }
        boolean isHere = after > 0 || mayHaveMore(update, server);
        if (!wasHere) {
            update.write().add(new RoomServerRow(room, server, slot, after));
        } else if (!isHere) {
            update.write().add(new CloseRoomServer(room, server, slot, 0));
        } else {
            update.write().add(new UpdateRoomServer(room, server, after));
        }
        if (isHere) {
            servers.put(server, after);
        } else {
            servers.remove(server);
        }
    }

    /// Whether another server may have members that are not known yet.
    private boolean mayHaveMore(RoomUpdate update, long server) {
        return update.head().isPartial() && !names.serverName(server).equals(serverName);
    }
}
