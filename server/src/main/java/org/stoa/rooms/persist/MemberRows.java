package org.stoa.rooms.persist;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.read.StrippedState;
import org.stoa.rooms.send.Draft;
import org.stoa.storage.Change;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rows.CloseRoomServer;
import org.stoa.storage.rows.LocalMembershipRow;
import org.stoa.storage.rows.MemberRow;
import org.stoa.storage.rows.RoomServerRow;
import org.stoa.storage.rows.UpdateRoomServer;

/// Keeps members, the rooms of local users, and the stays of servers, each with the member event that changes it.
public final class MemberRows implements EventRows {
    private final ServerName serverName;
    private final Database database;
    private final Names names;
    private final EventStore events;
    private final StrippedState strippedState;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it for this server.
    public MemberRows(
            ServerName serverName,
            Database database,
            Names names,
            EventStore events,
            StrippedState strippedState) {
        this.serverName = serverName;
        this.database = database;
        this.names = names;
        this.events = events;
        this.strippedState = strippedState;
    }

    @Override
    public void add(RoomUpdate update, RoomHead before, StoredEvent event, Draft draft, int slot) {
        if (!event.type().equals("m.room.member") || !event.isState()) {
            return;
        }
        Optional<UserId> target = UserId.tryParse(event.parsed().stateKey().orElse(""));
        if (target.isEmpty()) {
            return;
        }
        long user = names.user(target.get());
        Membership now = Memberships.in(event.content());
        Membership was = membershipBefore(event);
        update.write()
                .add(
                        new MemberRow(
                                update.room().nid(), user, Memberships.number(now), event.event()));
        if (target.get().server().equals(serverName)) {
            addLocal(update, event, user, was, now, slot);
        }
        update.head(counted(update, target.get(), was, now, slot));
    }

    private Membership membershipBefore(StoredEvent event) {
        long replaced = event.header().replaces();
        return replaced == 0 ? Membership.LEAVE : Memberships.in(events.get(replaced).content());
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
            stay = new Room.LocalStay(event.ord(), 0);
        } else if (now != Membership.JOIN && was == Membership.JOIN) {
            stay = new Room.LocalStay(stay.joinedOrd(), event.ord());
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

    private RoomHead counted(
            RoomUpdate update, UserId user, Membership was, Membership now, int slot) {
        RoomHead head = update.head();
        int joined = difference(was, now, Membership.JOIN);
        int invited = difference(was, now, Membership.INVITE);
        Map<Long, Integer> servers = head.servers();
        if (joined != 0) {
            servers = withStay(update, user.server(), joined, slot);
        }
        return new RoomHead(
                head.state(),
                head.stateRef(),
                head.extremities(),
                head.lastOrd(),
                head.nextAuthNo(),
                head.countedMain(),
                head.joined() + joined,
                head.invited() + invited,
                servers);
    }

    private Map<Long, Integer> withStay(RoomUpdate update, ServerName name, int change, int slot) {
        long room = update.room().nid();
        long server = names.server(name);
        Map<Long, Integer> servers = new HashMap<>(update.head().servers());
        int before = servers.getOrDefault(server, 0);
        int after = before + change;
        if (before == 0) {
            update.write().add(new RoomServerRow(room, server, slot, after));
        } else if (after == 0) {
            update.write().add(new CloseRoomServer(room, server, slot, 0));
        } else {
            update.write().add(new UpdateRoomServer(room, server, after));
        }
        if (after == 0) {
            servers.remove(server);
        } else {
            servers.put(server, after);
        }
        return Map.copyOf(servers);
    }

    private static int difference(Membership was, Membership now, Membership counted) {
        return (now == counted ? 1 : 0) - (was == counted ? 1 : 0);
    }
}
