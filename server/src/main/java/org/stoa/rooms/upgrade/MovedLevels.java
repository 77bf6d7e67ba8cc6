package org.stoa.rooms.upgrade;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.CreateContent;
import org.stoa.protocol.event.content.PowerLevel;
import org.stoa.protocol.event.content.PowerLevels;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonNumber;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// The power levels of a room in the form in which its new version takes them.
///
/// Spec: client-server-api#mroompower_levels, rooms/v10 "Integer-only power levels", rooms/v12 (v1.19).
///
/// @param during for the time in which the room is filled: the upgrader may set everything
/// @param after what holds from then on
record MovedLevels(JsonObject during, JsonObject after) {
    private static final String USERS = "users";
    private static final String EVENTS = "events";
    private static final String TOMBSTONE = "m.room.tombstone";
    private static final long TOMBSTONE_OF_CREATORS = 150;
    private static final long MAX_LEVEL = (1L << 53) - 1;
    private static final List<String> MAPS = List.of(USERS, EVENTS, "notifications");
    private static final List<String> LEVELS =
            List.of(
                    "users_default",
                    "events_default",
                    "state_default",
                    "ban",
                    "kick",
                    "redact",
                    "invite",
                    "historical");

    /// The levels of a room that is moved.
    ///
    /// @param create of the old room
    /// @param old content of its `m.room.power_levels`; empty without one
    /// @param creators of the new room, the upgrader among them
    static MovedLevels of(
            Event create, JsonObject old, RoomRules rules, UserId upgrader, Set<UserId> creators) {
        JsonObject levels = plain(old, create.rules());
        if (rules.privilegedCreators()) {
            JsonObject after = forCreators(levels, creators);
            return new MovedLevels(after, after);
        }
        boolean creatorsLoseTheirPower = create.rules().privilegedCreators();
        JsonObject after =
                creatorsLoseTheirPower || old.isEmpty() ? withCreators(levels, create) : levels;
        long own =
                level(map(after, USERS), upgrader.toString())
                        .orElse(level(after, "users_default").orElse(0));
        long needed = highest(after);
        JsonObject during = own >= needed ? after : withUser(after, upgrader.toString(), needed);
        return new MovedLevels(during, after);
    }

    /// The levels as integers, which every version takes; what is no level is left out.
    private static JsonObject plain(JsonObject old, RoomRules rules) {
        JsonObject.Builder plain = JsonObject.builder();
        for (String name : old.names()) {
            Json value = old.get(name);
            if (MAPS.contains(name)) {
                old.object(name).ifPresent(map -> plain.put(name, plainMap(name, map, rules)));
            } else if (LEVELS.contains(name)) {
                PowerLevel.parse(value, rules).ifPresent(level -> plain.put(name, bound(level)));
            } else if (value != null) {
                plain.put(name, value);
            }
        }
        return plain.build();
    }

    private static JsonObject plainMap(String name, JsonObject map, RoomRules rules) {
        JsonObject.Builder plain = JsonObject.builder();
        for (String key : map.names()) {
            if (!name.equals(USERS) || UserId.tryParse(key).isPresent()) {
                PowerLevel.parse(map.get(key), rules)
                        .ifPresent(level -> plain.put(key, bound(level)));
            }
        }
        return plain.build();
    }

    private static long bound(long level) {
        return Math.clamp(level, -MAX_LEVEL, MAX_LEVEL);
    }

    /// Creators are above all levels and may not be listed; and only they are to upgrade the room again, so that nobody
    /// becomes a creator whom they did not make one.
    private static JsonObject forCreators(JsonObject levels, Set<UserId> creators) {
        JsonObject users = map(levels, USERS);
        for (UserId creator : creators) {
            users = users.without(creator.toString());
        }
        JsonObject events = map(levels, EVENTS);
        long stateDefault = level(levels, "state_default").orElse(PowerLevels.MODERATOR);
        long tombstone =
                LongStream.of(
                                level(events, TOMBSTONE).orElse(0),
                                stateDefault + 1,
                                TOMBSTONE_OF_CREATORS)
                        .max()
                        .orElseThrow();
        return levels.with(USERS, users)
                .with(EVENTS, events.with(TOMBSTONE, JsonNumber.of(bound(tombstone))));
    }

    /// Those whose power came from having made the old room are listed with the highest level.
    private static JsonObject withCreators(JsonObject levels, Event create) {
        CreateContent content = CreateContent.of(create);
        long highest = Math.max(highest(levels), PowerLevels.CREATOR);
        JsonObject all = levels;
        for (UserId additional : content.additionalCreators()) {
            all = withUser(all, additional.toString(), highest);
        }
        String creator = content.creator().orElse("");
        return UserId.tryParse(creator).isPresent() ? withUser(all, creator, highest) : all;
    }

    /// The level that is enough for everything that levels say something about.
    private static long highest(JsonObject levels) {
        LongStream all =
                LongStream.of(
                        PowerLevels.MODERATOR,
                        level(levels, "state_default").orElse(0),
                        level(levels, "events_default").orElse(0),
                        level(levels, "ban").orElse(0),
                        level(levels, "kick").orElse(0),
                        level(levels, "redact").orElse(0),
                        level(levels, "invite").orElse(0));
        JsonObject users = map(levels, USERS);
        JsonObject events = map(levels, EVENTS);
        LongStream listed =
                LongStream.concat(
                        users.names().stream().mapToLong(name -> level(users, name).orElse(0)),
                        events.names().stream().mapToLong(name -> level(events, name).orElse(0)));
        return LongStream.concat(all, listed).max().orElseThrow();
    }

    private static JsonObject withUser(JsonObject levels, String user, long level) {
        return levels.with(USERS, map(levels, USERS).with(user, JsonNumber.of(level)));
    }

    private static JsonObject map(JsonObject levels, String name) {
        return levels.object(name).orElse(JsonObject.EMPTY);
    }

    private static OptionalLong level(JsonObject levels, String name) {
        return levels.integer(name);
    }
}
