package org.stoa.accounts.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

/// Checks that a filter is one: each member that the specification names has its type. Others are left alone.
/// Spec: client-server-api#filtering (v1.19).
public final class FilterCheck {

    private static final Set<String> FORMATS = Set.of("client", "federation");
    private static final List<String> ROOM_SECTIONS =
            List.of("state", "timeline", "ephemeral", "account_data");
    private static final List<String> FLAGS =
            List.of(
                    "unread_thread_notifications",
                    "lazy_load_members",
                    "include_redundant_members",
                    "contains_url");

    private FilterCheck() {}

    /// Refuses what is not a filter with M_BAD_JSON.
    public static void check(JsonObject filter) {
        strings(filter, "event_fields", text -> true);
        Json format = filter.get("event_format");
        if (format != null
                && !(format instanceof JsonString(String text) && FORMATS.contains(text))) {
            throw bad("event_format", "client or federation");
        }
        section(filter, "presence").ifPresent(FilterCheck::checkEvents);
        section(filter, "account_data").ifPresent(FilterCheck::checkEvents);
        section(filter, "room").ifPresent(FilterCheck::checkRoom);
    }

    private static void checkRoom(JsonObject room) {
        checkRooms(room);
        flag(room, "include_leave");
        for (String name : ROOM_SECTIONS) {
            section(room, name).ifPresent(FilterCheck::checkRoomEvents);
        }
    }

    private static void checkRoomEvents(JsonObject events) {
        checkEvents(events);
        checkRooms(events);
        strings(events, "related_by_senders", FilterCheck::isUserId);
        strings(events, "related_by_rel_types", text -> true);
        strings(events, "org.matrix.msc3874.rel_types", text -> true);
        strings(events, "org.matrix.msc3874.not_rel_types", text -> true);
        FLAGS.forEach(name -> flag(events, name));
    }

    private static void checkEvents(JsonObject events) {
        Json limit = events.get("limit");
        if (limit != null && !(limit instanceof JsonNumber number && isCount(number))) {
            throw bad("limit", "a whole number, 0 or more");
        }
        strings(events, "types", text -> true);
        strings(events, "not_types", text -> true);
        strings(events, "senders", FilterCheck::isUserId);
        strings(events, "not_senders", FilterCheck::isUserId);
    }

    private static void checkRooms(JsonObject events) {
        strings(events, "rooms", FilterCheck::isRoomId);
        strings(events, "not_rooms", FilterCheck::isRoomId);
    }

    private static Optional<JsonObject> section(JsonObject filter, String name) {
        Json value = filter.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof JsonObject section) {
            return Optional.of(section);
        }
        throw bad(name, "an object");
    }

    private static void strings(JsonObject section, String name, Predicate<String> isRight) {
        Json value = section.get(name);
        if (value == null) {
            return;
        }
        if (!(value instanceof JsonArray array)
                || !array.isAllStrings()
                || !array.strings().stream().allMatch(isRight)) {
            throw bad(name, "an array of strings of the right kind");
        }
    }

    private static void flag(JsonObject section, String name) {
        Json value = section.get(name);
        if (value != null && !(value instanceof JsonBoolean)) {
            throw bad(name, "true or false");
        }
    }

    private static boolean isCount(JsonNumber number) {
        return number.isInteger() && number.longValue() >= 0;
    }

    private static boolean isUserId(String text) {
        return UserId.tryParse(text).isPresent();
    }

    private static boolean isRoomId(String text) {
        return RoomId.tryParse(text).isPresent();
    }

    private static MatrixException bad(String name, String expected) {
        return new MatrixException(
                ErrorCode.BAD_JSON, "`" + name + "` of a filter must be " + expected);
    }
}
