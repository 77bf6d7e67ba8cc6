package org.stoa.rooms.read;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.rooms.event.StoredEvent;

/// Which events of a room a client wants: a `RoomEventFilter`.
///
/// Spec: client-server-api#filtering (v1.19).
///
/// @param limit how many events at most; empty for the endpoint's default
/// @param types wanted types with `*` for any run of characters; empty for all, and see `nothing`
/// @param containsUrl wanted presence of a `url` in the content; empty for both
/// @param lazyLoadMembers whether member events come only for the senders that are shown
/// @param relatedBy what must relate to the event
/// @param relTypes how the event itself may relate to another
public record EventFilter(
        OptionalInt limit,
        Optional<List<String>> types,
        List<String> notTypes,
        Optional<Set<String>> senders,
        Set<String> notSenders,
        Optional<Set<String>> rooms,
        Set<String> notRooms,
        Optional<Boolean> containsUrl,
        boolean lazyLoadMembers,
        boolean includeRedundantMembers,
        boolean unreadThreadNotifications,
        RelatedBy relatedBy,
        RelTypes relTypes) {

    /// Lets everything through.
    public static final EventFilter ALL = of(JsonObject.EMPTY);

    /// Reads a filter; members of a wrong type count as absent.
    public static EventFilter of(JsonObject json) {
        return new EventFilter(
                json.integer("limit").isPresent()
                        ? OptionalInt.of(Math.clamp(json.integer("limit").getAsLong(), 0, 1_000))
                        : OptionalInt.empty(),
                json.array("types").map(JsonArray::strings),
                strings(json, "not_types"),
                json.array("senders").map(senders -> new HashSet<>(senders.strings())),
                new HashSet<>(strings(json, "not_senders")),
                json.array("rooms").map(rooms -> new HashSet<>(rooms.strings())),
                new HashSet<>(strings(json, "not_rooms")),
                json.bool("contains_url"),
                json.bool("lazy_load_members").orElse(false),
                json.bool("include_redundant_members").orElse(false),
                json.bool("unread_thread_notifications").orElse(false),
                new RelatedBy(
                        json.array("related_by_senders").map(JsonArray::strings),
                        json.array("related_by_rel_types").map(JsonArray::strings)),
                RelTypes.of(json));
    }

    /// Whether the room is wanted.
    public boolean wantsRoom(String roomId) {
        return !notRooms.contains(roomId)
                && rooms.map(wanted -> wanted.contains(roomId)).orElse(true);
    }

    /// Whether the type is wanted.
    public boolean wantsType(String type) {
        return notTypes.stream().noneMatch(pattern -> matches(pattern, type))
                && types.map(wanted -> wanted.stream().anyMatch(pattern -> matches(pattern, type)))
                        .orElse(true);
    }

    /// Whether the sender is wanted.
    public boolean wantsSender(String sender) {
        return !notSenders.contains(sender)
                && senders.map(wanted -> wanted.contains(sender)).orElse(true);
    }

    /// Whether the event is wanted, its room and what relates to it aside.
    public boolean wants(StoredEvent event) {
        if (!wantsType(event.type()) || !relTypes.wants(event)) {
            return false;
        }
        boolean asksForSenders = senders.isPresent() || !notSenders.isEmpty();
        if (asksForSenders && !wantsSender(event.parsed().sender().toString())) {
            return false;
        }
        return containsUrl.isEmpty()
                || containsUrl.get() == (event.content().get("url") instanceof JsonString);
    }

    /// Whether a text matches a pattern in which `*` stands for any run of characters.
    static boolean matches(String pattern, String text) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equals(text);
        }
        int atPattern = 0;
        int atText = 0;
        int lastStar = -1;
        int resume = 0;
        while (atText < text.length()) {
            if (atPattern < pattern.length() && pattern.charAt(atPattern) == '*') {
                lastStar = atPattern++;
                resume = atText;
            } else if (atPattern < pattern.length()
                    && pattern.charAt(atPattern) == text.charAt(atText)) {
                atPattern++;
                atText++;
            } else if (lastStar >= 0) {
                atPattern = lastStar + 1;
                atText = ++resume;
            } else {
                return false;
            }
        }
        while (atPattern < pattern.length() && pattern.charAt(atPattern) == '*') {
            atPattern++;
        }
        return atPattern == pattern.length();
    }

    private static List<String> strings(JsonObject json, String name) {
        return json.array(name).map(JsonArray::strings).orElse(List.of());
    }
}
