package org.stoa.search;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.event.content.Membership;
import org.stoa.protocol.id.RoomId;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.read.EventFilter;
import org.stoa.rooms.upgrade.UpgradeTasks;
import org.stoa.storage.Names;
import org.stoa.storage.Tx;
import org.stoa.storage.rooms.MembershipRepository;
import org.stoa.storage.rooms.MembershipRepository.LocalMembership;

/// The rooms in which a user searches: those that he is in, and those that he left and has not forgotten, up to his departure.
/// A filter that names a room also means those that it replaced. Thread-safe.
///
/// Which events of them he may see is for {@link org.stoa.rooms.read.Visibility} to say.
/// Spec: client-server-api#server-side-search, client-server-api#server-behaviour-16 "Room upgrades" (v1.19).
final class SearchedRooms {
    /// A room that was upgraded more often is not followed further back.
    private static final int MAX_UPGRADES = 50;

    private final Rooms rooms;
    private final EventStore events;
    private final Names names;
    private final MembershipRepository memberships = new MembershipRepository();

    SearchedRooms(Rooms rooms, EventStore events, Names names) {
        this.rooms = rooms;
        this.events = events;
        this.names = names;
    }

    /// The rooms, each with the last place of its timeline that counts.
    Map<Long, Long> of(Tx tx, Requester requester, EventFilter filter) {
        Map<Long, Long> lastOrds = new HashMap<>();
        Optional<Set<String>> asked = filter.rooms().map(this::withPredecessors);
        for (LocalMembership membership : memberships.ofUser(tx, requester.userNid())) {
            long last = lastOrd(membership);
            if (last == 0) {
                continue;
            }
            if (asked.isPresent() || !filter.notRooms().isEmpty()) {
                String roomId = rooms.roomId(tx, membership.room()).toString();
                boolean isWanted = asked.map(set -> set.contains(roomId)).orElse(true);
                if (!isWanted || filter.notRooms().contains(roomId)) {
                    continue;
                }
            }
            lastOrds.put(membership.room(), last);
        }
        return lastOrds;
    }

    private static long lastOrd(LocalMembership membership) {
        if (Memberships.of(membership.membership()) == Membership.JOIN) {
            return Long.MAX_VALUE;
        }
        return membership.forgotten() ? 0 : membership.leftOrd();
    }

    private Set<String> withPredecessors(Set<String> roomIds) {
        Set<String> all = new HashSet<>(roomIds);
        for (String roomId : roomIds) {
            Optional<String> older = predecessor(roomId);
            for (int i = 0; i < MAX_UPGRADES && older.isPresent(); i++) {
                older = all.add(older.get()) ? predecessor(older.get()) : Optional.empty();
            }
        }
        return all;
    }

    private Optional<String> predecessor(String roomId) {
        return RoomId.tryParse(roomId)
                .flatMap(rooms::find)
                .flatMap(room -> UpgradeTasks.predecessor(state(room)));
    }

    private StateView state(Room room) {
        return new StateView(room.visible().head().state(), names, events);
    }
}
