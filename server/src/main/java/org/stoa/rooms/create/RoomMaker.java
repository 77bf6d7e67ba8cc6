package org.stoa.rooms.create;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.stoa.http.auth.Requester;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.RoomSnapshot;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.persist.PublishedRows;
import org.stoa.rooms.persist.RoomUpdate;
import org.stoa.rooms.send.Draft;
import org.stoa.rooms.send.EventFactory;
import org.stoa.rooms.send.EventSender;
import org.stoa.storage.Nids;
import org.stoa.storage.Position;
import org.stoa.storage.rows.RoomRow;
import org.stoa.storage.rows.StateLineRow;

/// Begins a room: its create event, and what follows it in the same write. Thread-safe.
public final class RoomMaker {
    private final ServerName serverName;
    private final Rooms rooms;
    private final EventSender sender;
    private final EventFactory factory;
    private final Nids nids;
    private final Time time;
    private final Randomness randomness;
    private final PublishedRows published;
    private final AtomicLong lastCreation = new AtomicLong();

    /// Creates it.
    public RoomMaker(
            ServerName serverName,
            Rooms rooms,
            EventSender sender,
            EventFactory factory,
            Nids nids,
            Time time,
            Randomness randomness,
            PublishedRows published) {
        this.serverName = serverName;
        this.rooms = rooms;
        this.sender = sender;
        this.factory = factory;
        this.nids = nids;
        this.time = time;
        this.randomness = randomness;
        this.published = published;
    }

    /// A room as it is to begin.
    ///
    /// @param create content of the create event, without version and creator
    /// @param published whether the directory lists it
    public record Beginning(
            Requester creator, RoomVersion version, JsonObject create, boolean published) {}

    /// Makes a room and returns it when it is durable.
    ///
    /// Errors: those of the story; then there is no room.
    ///
    /// @param story adds the events that follow the create event, the creator's join first
    public Room make(Beginning beginning, Consumer<RoomUpdate> story) {
        Begun begun = begin(beginning);
        Room room = begun.room();
        try {
            return sender.update(room, update -> tell(update, beginning, begun, story));
        } catch (RuntimeException failed) {
            rooms.remove(room);
            throw failed;
        }
    }

    /// A room with its create event, before anything is written.
    private record Begun(Room room, Draft create, EventFactory.Built built) {}

    private Begun begin(Beginning beginning) {
        RoomRules rules = beginning.version().rules();
        RoomHead empty = RoomHead.empty(nids.next(Nids.Space.LINE));
        RoomId proposed = RoomId.of(randomness.opaque(18), serverName);
        Draft create = creation(beginning);
        while (true) {
            EventFactory.Built built = factory.build(proposed, rules, empty, create);
            Room room =
                    new Room(
                            nids.next(Nids.Space.ROOM),
                            built.event().roomId(),
                            rules,
                            new RoomSnapshot(Position.ZERO, empty),
                            0);
            if (rooms.addNew(room)) {
                return new Begun(room, create, built);
            }
            // Since version 12 the id is the hash of the create event: two of one millisecond may
            // be the same.
            create = create.at(OptionalLong.of(built.event().originServerTs() + 1));
        }
    }

    private Draft creation(Beginning beginning) {
        Requester creator = beginning.creator();
        JsonObject.Builder content = beginning.create().toBuilder();
        content.put("room_version", beginning.version().id());
        if (!beginning.version().rules().creatorIsSender()) {
            content.put("creator", creator.userId().toString());
        }
        return Draft.state(
                        creator.userId(), creator.userNid(), "m.room.create", "", content.build())
                .at(OptionalLong.of(creationTime()));
    }

    /// The time of a creation, which no other has: where the room's id is the hash of its creation, two rooms that one user
    /// makes alike within a millisecond would otherwise be one.
    private long creationTime() {
        long now = time.instant().toEpochMilli();
        return lastCreation.updateAndGet(last -> Math.max(last + 1, now));
    }

    private Room tell(
            RoomUpdate update, Beginning beginning, Begun begun, Consumer<RoomUpdate> story) {
        long line = update.head().stateRef().line();
        update.write().add(new StateLineRow(line, update.room().nid(), null, null, 0));
        sender.addBuilt(update, begun.create(), begun.built());
        story.accept(update);
        update.write().add(roomRow(update, beginning));
        if (beginning.published()) {
            published.publish(update);
        }
        return update.room();
    }

    private static RoomRow roomRow(RoomUpdate update, Beginning beginning) {
        RoomHead head = update.head();
        return new RoomRow(
                update.room().nid(),
                update.room().roomId().toString(),
                beginning.version().id(),
                beginning.creator().userNid(),
                head.stateRef().line(),
                head.stateRef().version(),
                head.lastOrd(),
                head.depth(),
                head.nextAuthNo(),
                null,
                null,
                beginning.published());
    }
}
