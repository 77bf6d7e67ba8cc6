package org.stoa.protocol.auth;

import static org.stoa.protocol.auth.AuthCase.allow;
import static org.stoa.protocol.auth.AuthCase.allowed;
import static org.stoa.protocol.auth.AuthCase.reject;
import static org.stoa.protocol.auth.AuthCase.rejected;
import static org.stoa.protocol.auth.TestRoom.ALICE;
import static org.stoa.protocol.auth.TestRoom.BOB;
import static org.stoa.protocol.auth.TestRoom.CREATOR;
import static org.stoa.protocol.auth.TestRoom.ERIN;
import static org.stoa.protocol.auth.TestRoom.SENIOR;
import static org.stoa.protocol.auth.TestRoom.usualLevels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonNull;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// Cases of the steps about power levels. Alice, who sends them, has level 50.
final class PowerLevelCases {

    private static final List<String> PROPERTIES =
            List.of(
                    "users_default",
                    "events_default",
                    "state_default",
                    "ban",
                    "redact",
                    "kick",
                    "invite");

    private PowerLevelCases() {}

    static List<AuthCase> all() {
        List<AuthCase> cases = new ArrayList<>();
        PROPERTIES.forEach(property -> cases.addAll(property(property)));
        cases.addAll(map("events", rules -> true));
        cases.addAll(map("notifications", RoomRules::notificationLevelsProtected));
        cases.addAll(maps());
        cases.addAll(users());
        cases.addAll(creators());
        cases.addAll(others());
        return cases;
    }

    private static List<AuthCase> property(String name) {
        return List.of(
                rejected("10.1", name + " as a string", room -> change(room, name, "50")),
                rejected("10.1", name + " as null", room -> change(room, name, JsonNull.NULL)),
                rejected(
                        "10.1",
                        name + " as an object",
                        room -> change(room, name, JsonObject.EMPTY)),
                rejected(
                        "10.6.1",
                        name + " lowered from above",
                        room -> change(room.level(name, 51), name, 50)),
                rejected(
                        "10.6.1",
                        name + " removed from above",
                        room -> room.level(name, 51).newLevels(ALICE, usualLevels())),
                rejected("10.6.2", name + " added above", room -> change(room, name, 51)),
                rejected(
                        "10.6.2",
                        name + " raised above",
                        room -> change(room.level(name, 50), name, 51)),
                rejected("10.6.2", name + " that is no level", room -> change(room, name, "high"))
                        .where(rules -> !rules.integerPowerLevels()),
                allowed("10.11", name + " added", room -> change(room, name, 50)),
                allowed(
                        "10.11",
                        name + " removed",
                        room -> room.level(name, 50).newLevels(ALICE, usualLevels())),
                allowed(
                        "10.11",
                        name + " above, not changed",
                        room -> change(room.level(name, 51), name, 51)),
                allowed(
                                "10.11",
                                name + " above, spelled as a string",
                                room -> change(room.level(name, 51), name, " +051 "))
                        .where(rules -> !rules.integerPowerLevels()));
    }

    private static List<AuthCase> map(String map, Predicate<RoomRules> isProtected) {
        return List.of(
                rejected(
                                "10.7.1",
                                map + ", one lowered from above",
                                room ->
                                        change(
                                                room.level(map, JsonObject.of("x", 51)),
                                                map,
                                                JsonObject.of("x", 50)))
                        .where(isProtected),
                rejected(
                                "10.7.1",
                                map + ", one removed from above",
                                room ->
                                        change(
                                                room.level(map, JsonObject.of("x", 51)),
                                                map,
                                                JsonObject.EMPTY))
                        .where(isProtected),
                rejected(
                                "10.7.1",
                                map + " removed, one above",
                                room ->
                                        room.level(map, JsonObject.of("x", 51))
                                                .newLevels(ALICE, usualLevels().without(map)))
                        .where(isProtected),
                rejected(
                                "10.8.1",
                                map + ", one added above",
                                room ->
                                        change(
                                                room.level(map, JsonObject.EMPTY),
                                                map,
                                                JsonObject.of("x", 51)))
                        .where(isProtected),
                rejected(
                                "10.8.1",
                                map + ", one raised above",
                                room ->
                                        change(
                                                room.level(map, JsonObject.of("x", 50)),
                                                map,
                                                JsonObject.of("x", 51)))
                        .where(isProtected),
                rejected(
                                "10.8.1",
                                map + ", one that is no level",
                                room ->
                                        change(
                                                room.level(map, JsonObject.EMPTY),
                                                map,
                                                JsonObject.of("x", "high")))
                        .where(rules -> isProtected.test(rules) && !rules.integerPowerLevels()),
                rejected(
                                "10.8.1",
                                map + " that are no object",
                                room -> change(room.level(map, JsonObject.EMPTY), map, "x"))
                        .where(rules -> isProtected.test(rules) && !rules.integerPowerLevels()),
                allowed(
                                "10.11",
                                map + ", unprotected, one lowered from above",
                                room ->
                                        change(
                                                room.level(map, JsonObject.of("x", 51)),
                                                map,
                                                JsonObject.of("x", 50)))
                        .where(isProtected.negate()),
                allowed(
                                "10.11",
                                map + ", unprotected, one raised above",
                                room ->
                                        change(
                                                room.level(map, JsonObject.of("x", 50)),
                                                map,
                                                JsonObject.of("x", 51)))
                        .where(isProtected.negate()),
                allowed(
                        "10.11",
                        map + ", one raised",
                        room ->
                                change(
                                        room.level(map, JsonObject.of("x", 0)),
                                        map,
                                        JsonObject.of("x", 50))),
                allowed(
                        "10.11",
                        map + ", one removed",
                        room ->
                                change(
                                        room.level(map, JsonObject.of("x", 50)),
                                        map,
                                        JsonObject.EMPTY)),
                allowed(
                        "10.11",
                        map + ", one above, not changed",
                        room ->
                                change(
                                        room.level(map, JsonObject.of("x", 51)),
                                        map,
                                        JsonObject.of("x", 51, "y", 50))));
    }

    private static List<AuthCase> maps() {
        return List.of(
                rejected(
                        "10.2",
                        "events that are no object",
                        room -> change(room, "events", JsonArray.EMPTY)),
                rejected(
                        "10.2",
                        "events with a string",
                        room -> change(room, "events", JsonObject.of("x", "50"))),
                rejected(
                        "10.2",
                        "notifications that are no object",
                        room -> change(room, "notifications", 50)),
                rejected(
                        "10.2",
                        "notifications with a string",
                        room -> change(room, "notifications", JsonObject.of("room", "50"))));
    }

    private static List<AuthCase> users() {
        return List.of(
                rejected(
                        "10.3",
                        "users that are no object",
                        room -> change(room, "users", JsonArray.EMPTY)),
                rejected(
                        "10.3",
                        "a user that is no user id",
                        room -> change(room, "users", JsonObject.of("bob", 0))),
                rejected(
                        "10.3",
                        "a level that is no integer",
                        room -> change(room, "users", JsonObject.of(BOB, "high"))),
                rejected(
                        "10.3",
                        "a level that is null",
                        room -> change(room, "users", JsonObject.of(BOB, JsonNull.NULL))),
                rejected(
                        "10.3",
                        "a level that is a fraction in a string",
                        room -> change(room, "users", JsonObject.of(BOB, "1.5"))),
                rejected("10.3", "a level as a string", room -> withUser(room, BOB, "10"))
                        .where(RoomRules::integerPowerLevels),
                allowed("10.11", "a level as a string", room -> withUser(room, BOB, "10"))
                        .where(rules -> !rules.integerPowerLevels()),
                allowed(
                                "10.11",
                                "a level as a fraction",
                                room ->
                                        change(
                                                room,
                                                "users",
                                                usualUsers().with(BOB, Json.parse("50.99"))))
                        .where(rules -> !rules.strictCanonicalJson()),
                rejected(
                                "10.3",
                                "a level beyond all numbers",
                                room ->
                                        change(
                                                room,
                                                "users",
                                                usualUsers().with(BOB, Json.parse("1e999"))))
                        .where(rules -> !rules.strictCanonicalJson()),
                rejected(
                        "10.9.1",
                        "lowering a user of the same level",
                        room -> withUser(room, ERIN, 49)),
                rejected(
                        "10.9.1",
                        "raising a user of the same level",
                        room -> withUser(room, ERIN, 51)),
                rejected("10.9.1", "lowering a user above", room -> withUser(room, SENIOR, 50)),
                rejected(
                        "10.9.1",
                        "removing a user of the same level",
                        room -> change(room, "users", usualUsers().without(ERIN))),
                rejected(
                        "10.9.1",
                        "removing users",
                        room -> room.newLevels(ALICE, usualLevels().without("users"))),
                rejected(
                        "10.10.1", "raising a user above oneself", room -> withUser(room, BOB, 51)),
                rejected("10.10.1", "raising oneself", room -> withUser(room, ALICE, 51)),
                allowed(
                        "10.11",
                        "raising a user to one's own level",
                        room -> withUser(room, BOB, 50)),
                allowed("10.11", "lowering oneself", room -> withUser(room, ALICE, 0)),
                allowed(
                        "10.11",
                        "removing oneself",
                        room -> change(room, "users", usualUsers().without(ALICE))),
                allowed("10.11", "nothing changed", room -> room.newLevels(ALICE, usualLevels())));
    }

    private static List<AuthCase> creators() {
        JsonObject bobToo = JsonObject.of("additional_creators", List.of(BOB));
        return List.of(
                rejected("10.4", "the creator", room -> withUser(room, CREATOR, 100)),
                reject(
                        "10.4",
                        "an additional creator",
                        v -> withUser(TestRoom.usual(v, bobToo), BOB, 0)),
                allowed(
                                "10.11",
                                "a creator who changes all",
                                room ->
                                        room.newLevels(
                                                CREATOR,
                                                JsonObject.of(
                                                        "ban",
                                                        9007199254740991L,
                                                        "users",
                                                        JsonObject.of(BOB, 9007199254740991L))))
                        .where(RoomRules::privilegedCreators),
                allow(
                                "10.11",
                                "an additional creator who changes all",
                                v ->
                                        TestRoom.usual(v, bobToo)
                                                .newLevels(
                                                        BOB,
                                                        JsonObject.of("ban", 9007199254740991L)))
                        .where(RoomRules::privilegedCreators),
                reject(
                                "8",
                                "an additional creator without privilege",
                                v -> TestRoom.usual(v, bobToo).newLevels(BOB, usualLevels()))
                        .where(rules -> !rules.privilegedCreators()),
                allow(
                                "10.11",
                                "a level for the creator",
                                v -> withUser(TestRoom.usual(v), CREATOR, 10))
                        .where(rules -> !rules.privilegedCreators()));
    }

    private static List<AuthCase> others() {
        return List.of(
                allowed(
                        "10.5",
                        "the first levels",
                        room ->
                                room.without("m.room.power_levels", "")
                                        .newLevels(CREATOR, usualLevels())),
                allowed(
                                "10.5",
                                "first levels that are none",
                                room ->
                                        room.without("m.room.power_levels", "")
                                                .newLevels(CREATOR, JsonObject.of("ban", "high")))
                        .where(rules -> !rules.integerPowerLevels()),
                rejected(
                        "8",
                        "first levels from another user",
                        room ->
                                room.without("m.room.power_levels", "")
                                        .newLevels(ALICE, usualLevels())),
                allowed(
                                "10.11",
                                "old levels that are none",
                                room -> change(room.level("ban", "high"), "ban", 50))
                        .where(rules -> !rules.integerPowerLevels()));
    }

    private static JsonObject usualUsers() {
        return usualLevels().object("users").orElseThrow();
    }

    private static AuthResult change(TestRoom room, String name, Object value) {
        return room.newLevels(ALICE, usualLevels().with(name, Json.of(value)));
    }

    private static AuthResult withUser(TestRoom room, String user, Object level) {
        return change(room, "users", usualUsers().with(user, Json.of(level)));
    }
}
