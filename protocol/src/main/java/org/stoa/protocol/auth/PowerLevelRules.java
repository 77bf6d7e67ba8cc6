package org.stoa.protocol.auth;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.content.PowerLevel;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// Rule 10: changes of the power levels.
///
/// Steps 10.6 to 10.10 compare the levels that the texts mean, so that `"50"` and `50` are no change where both are levels.
/// A new value that is none by the rules of the room is rejected, an old one counts as not given.
final class PowerLevelRules {

    private static final List<String> LEVELS =
            List.of(
                    "users_default",
                    "events_default",
                    "state_default",
                    "ban",
                    "redact",
                    "kick",
                    "invite");

    private final Check check;
    private final RoomRules rules;
    private final JsonObject content;
    private final long senderLevel;

    PowerLevelRules(Check check) {
        this.check = check;
        this.rules = check.rules();
        this.content = check.event().content();
        this.senderLevel = check.senderLevel();
    }

    AuthResult check() {
        AuthResult malformed = checkForm();
        if (malformed != null) {
            return malformed;
        }
        Event previous = check.powerLevelsEvent();
        // 10.5. If there is no previous `m.room.power_levels` event in the room, allow.
        if (previous == null) {
            return check.allow(step(0));
        }
        AuthResult forbidden = checkChanges(previous.content());
        // 10.11. Otherwise, allow.
        return forbidden == null ? check.allow(step(6)) : forbidden;
    }

    private @Nullable AuthResult checkForm() {
        String rule = check.steps().powerLevels();
        if (rules.integerPowerLevels()) {
            // 10.1. If any of the properties `users_default`, `events_default`, `state_default`,
            // `ban`, `redact`, `kick`,
            // or `invite` in `content` are present and not an integer, reject.
            for (String name : LEVELS) {
                if (!isAbsentOrLevel(content.get(name))) {
                    return check.malformed(rule + ".1", name + " is not an integer");
                }
            }
            // 10.2. If either of the properties `events` or `notifications` in `content` are
            // present and not an object
            // with values that are integers, reject.
            for (String name : List.of("events", "notifications")) {
                if (!isAbsentOrLevels(content.get(name))) {
                    return check.malformed(rule + ".2", name + " are not integers");
                }
            }
        }
        // 10.3. If the `users` property in `content` is not an object with keys that are valid user
        // IDs with values that
        // are integers, reject.
        // Until version 9: ... that are integers (or a string that is an integer), reject.
        String usersRule = rule + "." + check.steps().levelUsers();
        Json users = content.get("users");
        if (!isAbsentOrLevels(users) || !users(users).stream().allMatch(this::isUserId)) {
            return check.malformed(usersRule, "users are not user ids with integers");
        }
        // 10.4. If the `users` property in `content` contains the `sender` of the `m.room.create`
        // event or any of the
        // `additional_creators` array (if present) from the `content` of the `m.room.create` event,
        // reject.
        if (rules.privilegedCreators()
                && users(users).stream().anyMatch(check.create()::isCreator)) {
            return check.malformed(rule + ".4", "users has a creator, whose level cannot be given");
        }
        return null;
    }

    private @Nullable AuthResult checkChanges(JsonObject old) {
        // 10.6. For the properties `users_default`, `events_default`, `state_default`, `ban`,
        // `redact`, `kick`, `invite`
        // check if they were added, changed or removed. For each found alteration:
        AuthResult result = checkProperties(old);
        // 10.7. For each entry being changed in, or removed from, the `events` or `notifications`
        // properties:
        // 10.7.1. If the current value is greater than the `sender`'s current power level, reject.
        // 10.8. For each entry being added to, or changed in, the `events` or `notifications`
        // properties:
        // 10.8.1. If the new value is greater than the `sender`'s current power level, reject.
        List<String> maps =
                rules.notificationLevelsProtected()
                        ? List.of("events", "notifications")
                        : List.of("events");
        for (String map : maps) {
            result = result == null ? checkOldEntries(old, map) : result;
        }
        for (String map : maps) {
            result = result == null ? checkNewEntries(old, map, step(3)) : result;
        }
        result = result == null ? checkOldUsers(old) : result;
        // 10.10. For each entry being added to, or changed in, the `users` property:
        // 10.10.1. If the new value is greater than the `sender`'s current power level, reject.
        return result == null ? checkNewEntries(old, "users", step(5)) : result;
    }

    private @Nullable AuthResult checkProperties(JsonObject old) {
        for (String name : LEVELS) {
            OptionalLong before = level(old, name);
            OptionalLong after = level(content, name);
            if (!isAbsentOrLevel(content.get(name))) {
                return check.malformed(step(1) + ".2", name + " is not a power level");
            }
            if (before.equals(after)) {
                continue;
            }
            // 10.6.1. If the current value is higher than the `sender`'s current power level,
            // reject.
            if (isAbove(before)) {
                return check.reject(step(1) + ".1", name + " is above the sender's level");
            }
            // 10.6.2. If the new value is higher than the `sender`'s current power level, reject.
            if (isAbove(after)) {
                return check.reject(step(1) + ".2", name + " would be above the sender's level");
            }
        }
        return null;
    }

    private @Nullable AuthResult checkOldEntries(JsonObject old, String map) {
        for (String name : entries(old, map).names()) {
            OptionalLong before = level(entries(old, map), name);
            if (isAbove(before) && !before.equals(level(entries(content, map), name))) {
                return check.reject(
                        step(2) + ".1", "An entry of " + map + " is above the sender's level");
            }
        }
        return null;
    }

    private @Nullable AuthResult checkNewEntries(JsonObject old, String map, String step) {
        if (!isAbsentOrLevels(content.get(map))) {
            return check.malformed(step + ".1", map + " are not power levels");
        }
        for (String name : entries(content, map).names()) {
            OptionalLong after = level(entries(content, map), name);
            if (isAbove(after) && !after.equals(level(entries(old, map), name))) {
                return check.reject(
                        step + ".1", "An entry of " + map + " would be above the sender's level");
            }
        }
        return null;
    }

    private @Nullable AuthResult checkOldUsers(JsonObject old) {
        JsonObject users = entries(old, "users");
        // 10.9. For each entry being changed in, or removed from, the `users` property, other than
        // the `sender`'s own
        // entry:
        for (String user : users.names()) {
            OptionalLong before = level(users, user);
            boolean changed =
                    before.isPresent()
                            && !user.equals(check.sender())
                            && !before.equals(level(entries(content, "users"), user));
            // 10.9.1. If the current value is greater than or equal to the `sender`'s current power
            // level, reject.
            if (changed && before.getAsLong() >= senderLevel) {
                return check.reject(
                        step(4) + ".1", "A changed user's level is not below the sender's");
            }
        }
        return null;
    }

    /// Returns the number of a step, counted from the one about the previous event.
    private String step(int after) {
        StepNumbers steps = check.steps();
        return steps.powerLevels() + "." + (steps.levelValues() + after);
    }

    private boolean isAbove(OptionalLong level) {
        return level.isPresent() && level.getAsLong() > senderLevel;
    }

    private boolean isUserId(String text) {
        return UserId.tryParse(text).isPresent();
    }

    private OptionalLong level(JsonObject levels, String name) {
        return PowerLevel.parse(levels.get(name), rules);
    }

    private boolean isAbsentOrLevel(@Nullable Json value) {
        return value == null || PowerLevel.parse(value, rules).isPresent();
    }

    private boolean isAbsentOrLevels(@Nullable Json value) {
        if (value == null) {
            return true;
        }
        if (!(value instanceof JsonObject levels)) {
            return false;
        }
        for (Map.Entry<String, Json> level : levels) {
            if (PowerLevel.parse(level.getValue(), rules).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> users(@Nullable Json users) {
        return users instanceof JsonObject levels ? levels.names() : Set.of();
    }

    private static JsonObject entries(JsonObject content, String map) {
        return content.get(map) instanceof JsonObject levels ? levels : JsonObject.EMPTY;
    }
}
