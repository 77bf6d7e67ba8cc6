package org.stoa.rooms.persist;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.RoomHead;
import org.stoa.rooms.head.StateView;
import org.stoa.rooms.preview.RoomSummaries;
import org.stoa.storage.Names;
import org.stoa.storage.rows.DeletePublishedRoom;
import org.stoa.storage.rows.PublishedRoomRow;
import org.stoa.storage.rows.SetRoomPublic;
import org.stoa.storage.rows.UpdatePublishedMembers;
import org.stoa.storage.rows.UpdatePublishedRoom;

/// Keeps what the directory says of published rooms, so that a page of it needs none of the rooms.
///
/// Spec: client-server-api#published-room-directory (v1.19).
public final class PublishedRows implements StateRows {
    private static final Set<String> LISTED =
            Set.of(
                    "m.room.name",
                    "m.room.topic",
                    "m.room.avatar",
                    "m.room.canonical_alias",
                    "m.room.join_rules",
                    "m.room.guest_access",
                    "m.room.history_visibility");

    private final Names names;
    private final EventStore events;

    /// Creates it.
    public PublishedRows(Names names, EventStore events) {
        this.names = names;
        this.events = events;
    }

    @Override
    public void changed(
            RoomUpdate update, RoomHead before, List<StateDifference> differences, int slot) {
        long room = update.room().nid();
        int members = update.head().joined();
        if (members != before.joined()) {
            update.write().add(new UpdatePublishedMembers(room, members));
        }
        if (differences.stream().anyMatch(PublishedRows::isListed)) {
            JsonObject listing = listing(update);
            update.write().add(new UpdatePublishedRoom(room, listing.toString(), words(listing)));
        }
    }

    /// Publishes the room as it is at the end of the update so far.
    public void publish(RoomUpdate update) {
        long room = update.room().nid();
        JsonObject listing = listing(update);
        update.write()
                .add(new SetRoomPublic(room, true))
                .add(
                        new PublishedRoomRow(
                                room, update.head().joined(), listing.toString(), words(listing)));
        update.changed();
    }

    /// Takes the room from the list.
    public static void withdraw(RoomUpdate update) {
        long room = update.room().nid();
        update.write().add(new SetRoomPublic(room, false)).add(new DeletePublishedRoom(room));
        update.changed();
    }

    private static boolean isListed(StateDifference difference) {
        return LISTED.contains(difference.any().type())
                && difference.any().parsed().stateKey().orElse("").isEmpty();
    }

    private JsonObject listing(RoomUpdate update) {
        StateView state = new StateView(update.head().state(), names, events);
        return RoomSummaries.listed(update.room().roomId(), state).build();
    }

    private static String words(JsonObject listing) {
        return Stream.of("name", "topic", "canonical_alias")
                .flatMap(field -> listing.string(field).stream())
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }
}
