package org.stoa.rooms.guests;

import java.util.List;
import java.util.Optional;
import org.stoa.http.auth.Requester;
import org.stoa.protocol.event.content.GuestAccess;
import org.stoa.protocol.event.content.Membership;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.Memberships;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.membership.MembershipChanges;
import org.stoa.storage.Database;
import org.stoa.storage.rooms.MembershipRepository;

/// Makes the guests of a room leave when it lets none in any more, those who are only invited too. Doing it twice changes
/// nothing.
///
/// Spec: client-server-api#guest-access "Server behaviour" (v1.19).
final class GuestRemoval {
    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final MembershipChanges changes;
    private final MembershipRepository memberships = new MembershipRepository();

    /// Creates it.
    GuestRemoval(Database database, Rooms rooms, EventStore events, MembershipChanges changes) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.changes = changes;
    }

    /// Registers what does the tasks.
    void register() {
        database.scheduler()
                .register(GuestAccessTasks.REMOVE, room -> remove(Long.parseLong(room)));
    }

    private void remove(long number) {
        Room room = rooms.get(number);
        StateView state = new StateView(room.visible().head().state(), database.names(), events);
        if (GuestAccess.in(state.get("m.room.guest_access", "")) == GuestAccess.CAN_JOIN) {
            return;
        }
        for (Membership membership : List.of(Membership.JOIN, Membership.INVITE)) {
            remove(room, Memberships.number(membership));
        }
    }

    private void remove(Room room, long membership) {
        for (long guest :
                database.read(tx -> memberships.localGuests(tx, room.nid(), membership))) {
            Requester requester = Requester.user(database.names().userId(guest), guest, "");
            changes.withdraw(requester, room, Optional.of("The room does not let guests in"));
        }
    }
}
