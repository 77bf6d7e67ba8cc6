package org.stoa.sync.online;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.stoa.platform.Time;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.Memberships;
import org.stoa.storage.Database;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;

/// Finds out who shares a room with whom, rooms with too many members aside: through those neither is presence told nor is
/// anybody woken for it. Thread-safe.
///
/// Of who is online the rooms are in memory ([OnlineUsers]), so to compare two such users needs no database; those of all
/// others in question are read with one statement. The size of a room is counted up to the limit and remembered for a
/// minute.
final class SharedRooms {
    private static final long JOINED = Memberships.number(Membership.JOIN);
    private static final long[] NO_ROOMS = {};
    private static final Duration SIZES_FOR = Duration.ofMinutes(1);
    private static final int MAX_SIZES = 100_000;

    /// With more users than this in question, those in the reader's rooms are read instead.
    private static final int FEW = 1_000;

    private final Database database;
    private final OnlineUsers online;
    private final int maxMembers;
    private final MembershipRepository memberships = new MembershipRepository();
    private final Cache<Long, Boolean> isSmallByRoom;

    SharedRooms(Database database, OnlineUsers online, Time time, int maxMembers) {
        this.database = database;
        this.online = online;
        this.maxMembers = maxMembers;
        this.isSmallByRoom =
                Caffeine.newBuilder()
                        .maximumSize(MAX_SIZES)
                        .expireAfterWrite(SIZES_FOR)
                        .ticker(time::nanoTime)
                        .build();
    }

    /// Those of some users who share a room with the reader now, in the same order; he himself is not among them, nor is
    /// whom he ignores.
    List<Long> sharing(OnlineUser reader, List<Long> users) {
        List<Long> others =
                users.stream()
                        .filter(user -> user != reader.nid() && !reader.ignored().contains(user))
                        .toList();
        if (others.size() > FEW) {
            Set<Long> members = members(reader.joinedRooms());
            return others.stream().filter(members::contains).toList();
        }
        Map<Long, long[]> rooms = roomsOf(others);
        return others.stream()
                .filter(user -> shares(reader, rooms.getOrDefault(user, NO_ROOMS)))
                .toList();
    }

    /// The members of those of the rooms that are small.
    Set<Long> members(LongStream rooms) {
        long[] small = rooms.filter(this::isSmall).toArray();
        Set<Long> members = new HashSet<>();
        if (small.length > 0) {
            database.read(
                    tx -> {
                        memberships.forEachMember(
                                tx, small, JOINED, row -> members.add(row.number(1)));
                        return members;
                    });
        }
        return members;
    }

    /// The rooms that any of some users is joined to and that are small.
    LongStream smallRoomsOf(Collection<Long> users) {
        return roomsOf(users).values().stream()
                .flatMapToLong(Arrays::stream)
                .distinct()
                .filter(this::isSmall);
    }

    /// Whether a room has so few members that presence is told in it.
    boolean isSmall(long room) {
        return isSmallByRoom.get(
                room,
                nid ->
                        database.read(tx -> memberships.count(tx, nid, JOINED, maxMembers + 1))
                                <= maxMembers);
    }

    private boolean shares(OnlineUser reader, long[] rooms) {
        for (long room : rooms) {
            if (reader.isJoined(room) && isSmall(room)) {
                return true;
            }
        }
        return false;
    }

    private Map<Long, long[]> roomsOf(Collection<Long> users) {
        Map<Long, long[]> rooms = new HashMap<>();
        for (long user : users) {
            online.roomsOf(user).ifPresent(joined -> rooms.put(user, joined));
        }
        long[] unknown =
                users.stream()
                        .filter(user -> !rooms.containsKey(user))
                        .mapToLong(Long::longValue)
                        .toArray();
        if (unknown.length > 0) {
            rooms.putAll(database.read(tx -> read(tx, unknown)));
        }
        return rooms;
    }

    private Map<Long, long[]> read(Tx tx, long[] users) {
        Map<Long, LongStream.Builder> builders = new HashMap<>();
        for (long user : users) {
            builders.put(user, LongStream.builder());
        }
        memberships.forEachRoomOf(
                tx,
                users,
                JOINED,
                row -> {
                    LongStream.Builder ofUser = builders.get(row.number(1));
                    if (ofUser != null) {
                        ofUser.add(row.number(2));
                    }
                });
        Map<Long, long[]> rooms = new HashMap<>();
        builders.forEach((user, builder) -> rooms.put(user, builder.build().toArray()));
        return rooms;
    }
}
