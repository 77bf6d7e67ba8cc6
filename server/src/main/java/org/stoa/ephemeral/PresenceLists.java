package org.stoa.ephemeral;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.PresenceListRepository;
import org.stoa.storage.rooms.MembershipRepository;

/// The lists of those whose presence users want to hear of, by the API before r0. To be on a list gives nothing away:
/// presence is told to who shares a room, as everywhere. Thread-safe.
///
/// Spec: the API before r0, `/presence/list/{userId}`; removed by MSC1819.
public final class PresenceLists {
    private static final long JOINED = 2;

    /// Users on one list: each request for it tells of all of them.
    private static final int MAX_LISTED = 500;

    private final Database database;
    private final Names names;
    private final Presence presence;
    private final PresenceListRepository lists = new PresenceListRepository();
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    public PresenceLists(Database database, Presence presence) {
        this.database = database;
        this.names = database.names();
        this.presence = presence;
    }

    /// Puts users on a user's list and takes others from it; nothing happens to those who are there, or not there, already.
    ///
    /// Errors: M_NOT_FOUND for a user whom this server does not know; M_RESOURCE_LIMIT_EXCEEDED beyond 500.
    public void change(long user, List<UserId> invite, List<UserId> drop) {
        List<Long> added = invite.stream().map(this::known).toList();
        List<Long> removed = drop.stream().map(names::findUser).flatMap(Optional::stream).toList();
        database.execute(tx -> change(tx, user, added, removed));
    }

    private void change(WriteTx tx, long user, List<Long> added, List<Long> removed) {
        removed.forEach(other -> lists.remove(tx, user, other));
        added.forEach(other -> lists.add(tx, user, other));
        if (lists.of(tx, user).size() > MAX_LISTED) {
            throw new MatrixException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "A presence list has at most " + MAX_LISTED + " users");
        }
    }

    private long known(UserId user) {
        return names.findUser(user)
                .orElseThrow(
                        () -> new MatrixException(ErrorCode.NOT_FOUND, "There is no user " + user));
    }

    /// The presence of those on a user's list who share a room with him, as events of the API before r0.
    public List<JsonObject> events(long user) {
        return database.read(tx -> seen(tx, user)).stream()
                .map(other -> presence.of(other).toOldEvent(names.userId(other)))
                .toList();
    }

    private List<Long> seen(Tx tx, long user) {
        List<Long> listed = lists.of(tx, user);
        Set<Long> rooms = new HashSet<>(memberships.roomsOf(tx, user, JOINED));
        Set<Long> sharing = new HashSet<>();
        sharing.add(user);
        memberships.forEachRoomOf(
                tx,
                listed.stream().mapToLong(Long::longValue).toArray(),
                JOINED,
                row -> {
                    if (rooms.contains(row.number(2))) {
                        sharing.add(row.number(1));
                    }
                });
        return listed.stream().filter(sharing::contains).toList();
    }
}
