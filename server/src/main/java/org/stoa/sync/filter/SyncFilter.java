package org.stoa.sync.filter;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.read.EventFilter;

/// What a client wants to hear of: a `Filter`, read once and shared by all requests that use it. Immutable.
///
/// Spec: client-server-api#filtering (v1.19).
///
/// @param fields the wanted properties of events; null for all
/// @param federationFormat whether events come as servers exchange them
/// @param accountData global account data
/// @param presence presence of others
/// @param rooms the wanted rooms
/// @param includeLeave whether a first sync tells of rooms that the user has left
/// @param timeline events of the timeline
/// @param state events of the state
/// @param ephemeral typing notifications and receipts
/// @param roomAccountData account data of rooms
public record SyncFilter(
        @Nullable EventFields fields,
        boolean federationFormat,
        EventFilter accountData,
        EventFilter presence,
        WantedRooms rooms,
        boolean includeLeave,
        EventFilter timeline,
        EventFilter state,
        EventFilter ephemeral,
        EventFilter roomAccountData) {

    /// Lets everything through.
    public static final SyncFilter ALL = of(JsonObject.EMPTY);

    /// Which rooms are wanted at all.
    ///
    /// @param only null for all
    public record WantedRooms(@Nullable Set<String> only, Set<String> not) {
        /// Whether the room is wanted.
        public boolean wants(String roomId) {
            return !not.contains(roomId) && (only == null || only.contains(roomId));
        }
    }

    /// Reads a filter that was checked; members that it lacks let everything through.
    public static SyncFilter of(JsonObject json) {
        JsonObject room = json.object("room").orElse(JsonObject.EMPTY);
        return new SyncFilter(
                json.array("event_fields")
                        .map(paths -> new EventFields(paths.strings()))
                        .orElse(null),
                json.string("event_format").equals(Optional.of("federation")),
                section(json, "account_data"),
                section(json, "presence"),
                new WantedRooms(
                        room.array("rooms").map(SyncFilter::set).orElse(null),
                        room.array("not_rooms").map(SyncFilter::set).orElse(Set.of())),
                room.bool("include_leave").orElse(false),
                section(room, "timeline"),
                section(room, "state"),
                section(room, "ephemeral"),
                section(room, "account_data"));
    }

    /// Whether member events come only for the senders that are shown.
    public boolean lazyLoadsMembers() {
        return state.lazyLoadMembers();
    }

    private static EventFilter section(JsonObject json, String name) {
        return json.object(name).map(EventFilter::of).orElse(EventFilter.ALL);
    }

    private static Set<String> set(JsonArray texts) {
        return new HashSet<>(texts.strings());
    }
}
