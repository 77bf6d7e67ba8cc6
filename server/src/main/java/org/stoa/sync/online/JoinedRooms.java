package org.stoa.sync.online;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.stoa.accounts.data.IgnoredUsers;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.Memberships;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.accounts.AccountDataRepository;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// Reads which rooms a user is joined to and whom he ignores: all at first, then only what changed.
final class JoinedRooms {
    private final MembershipRepository memberships = new MembershipRepository();
    private final AccountDataRepository accountData = new AccountDataRepository();

    OnlineUser.Rooms read(Tx tx, Names names, long user, OnlineUser.Rooms before, long asOf) {
        long[] joined = before.isLoaded() ? changed(tx, user, before) : all(tx, user);
        return new OnlineUser.Rooms(asOf, joined, ignored(tx, names, user));
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

    /// Spec: client-server-api#ignoring-users (v1.19).
    private Set<Long> ignored(Tx tx, Names names, long user) {
        JsonObject listed =
                accountData
                        .find(tx, user, AccountDataRepository.GLOBAL, IgnoredUsers.TYPE)
                        .map(Json::parseObject)
                        .orElse(JsonObject.EMPTY);
        Set<Long> ignored = new HashSet<>();
        for (UserId userId : IgnoredUsers.of(listed)) {
            names.findUser(userId).ifPresent(ignored::add);
        }
        return Set.copyOf(ignored);
    }

    private static boolean isJoined(LocalMembership row) {
        return row.membership() == Memberships.number(Membership.JOIN);
    }
}
