package org.stoa.sync.online;

import java.util.Arrays;
import java.util.TreeSet;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.Memberships;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// Reads which rooms a user is joined to and whom he ignores: all at first, then only what changed.
final class JoinedRooms {
    private final MembershipRepository memberships = new MembershipRepository();

    OnlineUser.Rooms read(Tx tx, Names names, long user, OnlineUser.Rooms before, long asOf) {
        long[] joined = before.isLoaded() ? changed(tx, user, before) : all(tx, user);
        return new OnlineUser.Rooms(asOf, joined, IgnoredUsers.find(tx, names, user));
    }

    private long[] all(Tx tx, long user) {
        return memberships.ofUser(tx, user).stream()
                .filter(JoinedRooms::isJoined)
                .mapToLong(LocalMembership::room)
                .sorted()
                .toArray();
    }

    private long[] changed(Tx tx, long user, OnlineUser.Rooms before) {
        TreeSet<Long> joined = new TreeSet<>();
        Arrays.stream(before.joined()).forEach(joined::add);
        for (LocalMembership row :
                memberships.ofUserSince(tx, user, before.asOf(), Long.MAX_VALUE)) {
            if (isJoined(row)) {
                joined.add(row.room());
            } else {
                joined.remove(row.room());
            }
        }
        return joined.stream().mapToLong(Long::longValue).toArray();
    }

    private static boolean isJoined(LocalMembership row) {
        return row.membership() == Memberships.number(Membership.JOIN);
    }
}
