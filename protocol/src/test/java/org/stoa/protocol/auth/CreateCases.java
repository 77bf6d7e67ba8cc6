package org.stoa.protocol.auth;

import static org.stoa.protocol.auth.AuthCase.allow;
import static org.stoa.protocol.auth.AuthCase.reject;
import static org.stoa.protocol.auth.TestRoom.CREATOR;

import java.util.List;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// Cases of the step about create events.
final class CreateCases {

    private CreateCases() {}

    static List<AuthCase> all() {
        return List.of(
                allow("1.5", "the create event", v -> create(v, JsonObject.EMPTY)),
                allow("1.5", "no version", v -> checked(v, usual().without("room_version"))),
                allow("1.5", "no creator", v -> checked(v, usual().without("creator")))
                        .where(RoomRules::creatorIsSender),
                allow(
                        "1.5",
                        "a creator that is no user id",
                        v -> create(v, JsonObject.of("creator", 5))),
                allow(
                        "1.5",
                        "additional creators",
                        v -> create(v, additionalCreators("@b:two", "@C x:three"))),
                allow("1.5", "no additional creators", v -> create(v, additionalCreators())),
                allow(
                                "1.5",
                                "additional creators that are no list",
                                v -> create(v, JsonObject.of("additional_creators", 5)))
                        .where(rules -> !rules.privilegedCreators()),
                reject(
                        "1.1",
                        "previous events",
                        v ->
                                AuthRules.check(
                                        draft(v, usual())
                                                .previous(
                                                        List.of(new TestRoom(v).create().eventId()))
                                                .event(),
                                        empty())),
                reject(
                        "v11:1.2",
                        "a room id of another server",
                        v ->
                                AuthRules.check(
                                        draft(v, usual())
                                                .with("room_id", Json.of("!room:two.example"))
                                                .event(),
                                        empty())),
                reject(
                        "v11:1.2",
                        "a room id without server",
                        v ->
                                AuthRules.check(
                                        draft(v, usual()).with("room_id", Json.of("!room")).event(),
                                        empty())),
                reject(
                        "1.2",
                        "a room id",
                        v ->
                                AuthRules.check(
                                        draft(v, usual())
                                                .with("room_id", Json.of("!room:one.example"))
                                                .event(),
                                        empty())),
                reject(
                        "1.3",
                        "an unknown version",
                        v -> create(v, JsonObject.of("room_version", "org.example.none"))),
                reject(
                        "1.3",
                        "a version that is a number",
                        v -> create(v, JsonObject.of("room_version", 1))),
                reject("v10:1.4", "no creator", v -> checked(v, usual().without("creator"))),
                reject(
                        "1.4",
                        "additional creators that are no list",
                        v -> create(v, JsonObject.of("additional_creators", CREATOR))),
                reject(
                        "1.4",
                        "additional creators that are no strings",
                        v ->
                                create(
                                        v,
                                        JsonObject.of(
                                                "additional_creators", JsonArray.of(Json.of(5))))),
                reject(
                        "1.4",
                        "additional creators that are no user ids",
                        v -> create(v, additionalCreators(CREATOR, "creator"))));
    }

    private static JsonObject usual() {
        return JsonObject.of("creator", CREATOR, "room_version", "1");
    }

    private static JsonObject additionalCreators(String... users) {
        return JsonObject.of("additional_creators", JsonArray.ofStrings(List.of(users)));
    }

    private static AuthResult create(RoomVersion version, JsonObject extra) {
        return checked(version, usual().toBuilder().putAll(extra).build());
    }

    private static AuthResult checked(RoomVersion version, JsonObject content) {
        return AuthRules.check(draft(version, content).event(), empty());
    }

    private static TestRoom.Draft draft(RoomVersion version, JsonObject content) {
        return new TestRoom(version)
                .draft("m.room.create", CREATOR)
                .key("")
                .content(content)
                .previous(List.of());
    }

    private static AuthState empty() {
        return (type, key) -> null;
    }
}
