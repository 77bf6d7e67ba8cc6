package org.stoa.rooms.persist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.protocol.id.ServerName;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.head.PartialState;
import org.stoa.rooms.head.RoomHead;
import org.stoa.storage.Change;
import org.stoa.storage.Names;
import org.stoa.storage.Write;
import org.stoa.storage.rows.CloseRoomServer;
import org.stoa.storage.rows.DeletePartialEvent;
import org.stoa.storage.rows.PartialEventRow;
import org.stoa.storage.rows.RoomServerRow;
import org.stoa.storage.rows.UpdateRoomPartial;

/// Keeps what is known of rooms that were entered before all of their members were known. Only for the holder of the room's
/// lock.
///
/// Servers of members that are not known count as present with no members, so that they are told what happens; none of
/// them is taken for gone before all members are known.
public final class PartialRooms {
    private final ServerName serverName;
    private final Names names;
    private final EventStore events;
    private final EventRevision revision;

    /// Creates it for this server.
    public PartialRooms(
            ServerName serverName, Names names, EventStore events, EventRevision revision) {
        this.serverName = serverName;
        this.names = names;
        this.events = events;
        this.revision = revision;
    }

    /// Notes that most members of the room are not known.
    ///
    /// @param resident who knows them
    /// @param servers which servers are in the room
    public void begin(RoomUpdate update, ServerName resident, Collection<ServerName> servers) {
        long room = update.room().nid();
        RoomHead head = update.head();
        Map<Long, Integer> present = new HashMap<>(head.servers());
        int slot = update.lastSlot();
        for (ServerName server : servers) {
            long number = names.server(server);
            if (!server.equals(serverName) && present.putIfAbsent(number, 0) == null) {
                update.write().add(new RoomServerRow(room, number, slot, 0));
            }
        }
        giveUpEvents(update);
        update.write().add(new UpdateRoomPartial(room, resident.text(), Write.NO_SLOT));
        update.head(
                head.withMembers(head.joined(), head.invited(), Map.copyOf(present))
                        .withPartial(PartialState.NEW));
    }

    /// Notes an event that is checked against what is known.
    static void checked(RoomUpdate update, StoredEvent event) {
        PartialState partial = update.head().partial();
        if (partial != null) {
            update.head(update.head().withPartial(partial.with(event.event())));
            update.write().add(new PartialEventRow(update.room().nid(), event.event()));
        }
    }

    /// Notes that all members are known, after they were added to the current state.
    public void end(RoomUpdate update) {
        long room = update.room().nid();
        int slot = update.lastSlot();
        RoomHead head = forgotten(update);
        update.write().add(new UpdateRoomPartial(room, null, slot));
        // Clients that want all members see it now, whether or not the current state becomes
        // another.
        update.write().changed(slot, new Change.Room(room));
        update.head(head);
        closeAllBut(update, 0, slot);
        // Before the room shows that it is whole, so that nobody takes it for one that always was.
        update.write()
                .onCommitted(committed -> update.room().completedAt(committed.at(slot).value()));
    }

    /// Notes that servers without a member that is known are not told of what happens, but for the one that let this one in.
    public void tellOnlyKnown(RoomUpdate update, ServerName resident) {
        long kept = names.server(resident);
        boolean isLess =
                update.head().servers().entrySet().stream()
                        .anyMatch(server -> server.getValue() == 0 && server.getKey() != kept);
        if (isLess) {
            closeAllBut(update, kept, update.lastSlot());
            update.changed();
        }
    }

    private static void closeAllBut(RoomUpdate update, long kept, int slot) {
        RoomHead head = update.head();
        Map<Long, Integer> present = new HashMap<>(head.servers());
        head.servers()
                .forEach(
                        (server, joined) -> {
                            if (joined == 0 && server != kept) {
                                update.write()
                                        .add(
                                                new CloseRoomServer(
                                                        update.room().nid(), server, slot, 0));
                                present.remove(server);
                            }
                        });
        update.head(head.withMembers(head.joined(), head.invited(), Map.copyOf(present)));
    }

    /// Notes that nobody needs to know the members any more: this server has left the room.
    public void abandon(RoomUpdate update) {
        giveUpEvents(update);
        update.write().add(new UpdateRoomPartial(update.room().nid(), null, Write.NO_SLOT));
        update.changed();
    }

    /// Says of what was to be checked again that the state before it will never be known.
    private void giveUpEvents(RoomUpdate update) {
        events(update).forEach(event -> revision.withoutState(update, event));
        update.head(forgotten(update));
    }

    private static RoomHead forgotten(RoomUpdate update) {
        RoomHead head = update.head();
        if (head.partial() != null) {
            forgetEvents(update, head.partial());
            update.write().onVisible(update.room()::membersAreVisible);
        }
        return head.withPartial(null);
    }

    private static void forgetEvents(RoomUpdate update, PartialState partial) {
        for (long event : partial.events()) {
            update.write().add(new DeletePartialEvent(update.room().nid(), event));
        }
    }

    /// The events that are to be checked again, oldest first.
    public List<StoredEvent> events(RoomUpdate update) {
        PartialState partial = update.head().partial();
        if (partial == null) {
            return List.of();
        }
        List<StoredEvent> all = new ArrayList<>();
        for (long event : partial.events()) {
            all.add(events.get(event));
        }
        return all;
    }
}
