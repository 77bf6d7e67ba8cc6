package org.stoa.protocol.auth;

import static org.stoa.protocol.auth.AuthCase.allow;
import static org.stoa.protocol.auth.AuthCase.allowed;
import static org.stoa.protocol.auth.AuthCase.reject;
import static org.stoa.protocol.auth.AuthCase.rejected;
import static org.stoa.protocol.auth.TestRoom.ALICE;
import static org.stoa.protocol.auth.TestRoom.BOB;
import static org.stoa.protocol.auth.TestRoom.CAROL;
import static org.stoa.protocol.auth.TestRoom.CREATOR;
import static org.stoa.protocol.auth.TestRoom.MALLORY;
import static org.stoa.protocol.auth.TestRoom.STRANGER;

import java.util.List;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;

/// Cases of the steps about federation, aliases, levels, state keys and redactions.
final class OtherCases {

    private static final JsonObject CLOSED = JsonObject.of("m.federate", false);

    private OtherCases() {}

    static List<AuthCase> all() {
        return List.of(
                reject(
                        "4",
                        "a user of another server",
                        v -> TestRoom.usual(v, CLOSED).send("m.room.message", BOB)),
                reject(
                        "4",
                        "an invited user of another server",
                        v -> TestRoom.usual(v, CLOSED).membership(CAROL, CAROL, "join")),
                allow(
                        "11",
                        "a user of the creator's server",
                        v -> TestRoom.usual(v, CLOSED).send("m.room.message", ALICE)),
                allow(
                        "11",
                        "m.federate that is no boolean",
                        v ->
                                TestRoom.usual(v, JsonObject.of("m.federate", "false"))
                                        .send("m.room.message", BOB)),
                rejected(
                        "v5:4.1",
                        "aliases without state key",
                        room -> room.send("m.room.aliases", ALICE)),
                rejected(
                        "v5:4.2",
                        "aliases of another server",
                        room ->
                                room.send(
                                        "m.room.aliases", ALICE, "two.example", JsonObject.EMPTY)),
                allowed(
                        "v5:4.3",
                        "aliases from anybody",
                        room ->
                                room.send(
                                        "m.room.aliases",
                                        STRANGER,
                                        "two.example",
                                        JsonObject.EMPTY)),
                rejected(
                                "6",
                                "aliases from anybody",
                                room ->
                                        room.send(
                                                "m.room.aliases",
                                                STRANGER,
                                                "two.example",
                                                JsonObject.EMPTY))
                        .where(rules -> !rules.aliasesAuthRule()),
                rejected(
                        "6",
                        "a message of a stranger",
                        room -> room.send("m.room.message", STRANGER)),
                rejected(
                        "6",
                        "a message of an invited user",
                        room -> room.send("m.room.message", CAROL)),
                rejected(
                        "6",
                        "a message of a banned user",
                        room -> room.send("m.room.message", MALLORY)),
                rejected(
                        "6",
                        "a message of a user who left",
                        room -> room.member(BOB, "leave").send("m.room.message", BOB)),
                allowed(
                        "7.1",
                        "a third-party invite",
                        room ->
                                room.send(
                                        "m.room.third_party_invite",
                                        BOB,
                                        "token",
                                        JsonObject.EMPTY)),
                allowed(
                        "7.1",
                        "a third-party invite with a user's name",
                        room ->
                                room.send(
                                        "m.room.third_party_invite", BOB, ALICE, JsonObject.EMPTY)),
                rejected(
                        "7.1",
                        "a third-party invite without the level",
                        room ->
                                room.level("invite", 51)
                                        .send(
                                                "m.room.third_party_invite",
                                                ALICE,
                                                "token",
                                                JsonObject.EMPTY)),
                rejected(
                        "8",
                        "a type with a level of its own",
                        room -> room.send("m.room.topic", ALICE, "", JsonObject.EMPTY)),
                rejected(
                        "8",
                        "state without the level",
                        room -> room.send("m.room.name", BOB, "", JsonObject.EMPTY)),
                rejected(
                        "8",
                        "state without the given level",
                        room ->
                                room.level("state_default", 51)
                                        .send("m.room.name", ALICE, "", JsonObject.EMPTY)),
                rejected(
                        "8",
                        "a message without the level",
                        room -> room.level("events_default", 1).send("m.room.message", BOB)),
                rejected(
                        "8",
                        "state without any levels",
                        room ->
                                room.without("m.room.power_levels", "")
                                        .send("m.room.name", ALICE, "", JsonObject.EMPTY)),
                rejected(
                        "8",
                        "a message below zero",
                        room -> room.level("users_default", -1).send("m.room.message", BOB)),
                allowed(
                        "11",
                        "the creator's state without any levels",
                        room ->
                                room.without("m.room.power_levels", "")
                                        .send("m.room.name", CREATOR, "", JsonObject.EMPTY)),
                rejected(
                                "8",
                                "the creator's state with levels",
                                room -> room.send("m.room.name", CREATOR, "", JsonObject.EMPTY))
                        .where(rules -> !rules.privilegedCreators()),
                allowed(
                                "11",
                                "the creator's state with levels",
                                room -> room.send("m.room.topic", CREATOR, "", JsonObject.EMPTY))
                        .where(RoomRules::privilegedCreators),
                rejected(
                        "9",
                        "the state of another user",
                        room -> room.send("org.example.status", ALICE, BOB, JsonObject.EMPTY)),
                allowed(
                        "11",
                        "one's own state",
                        room -> room.send("org.example.status", ALICE, ALICE, JsonObject.EMPTY)),
                allowed("11", "a message", room -> room.send("m.room.message", BOB)),
                allowed(
                        "11",
                        "state",
                        room -> room.send("m.room.name", ALICE, "", JsonObject.EMPTY)),
                allowed(
                        "11",
                        "a message without any levels",
                        room ->
                                room.without("m.room.power_levels", "")
                                        .send("m.room.message", BOB)),
                allowed(
                        "v2:11.1",
                        "a redaction with the level",
                        room -> redact(room, ALICE, "$x:two.example")),
                allowed(
                        "v2:11.2",
                        "a redaction by the server of the event",
                        room -> redact(room, BOB, "$x:two.example")),
                rejected(
                        "v2:11.3",
                        "a redaction by another server",
                        room -> redact(room, BOB, "$x:one.example")),
                rejected(
                        "v2:11.3",
                        "a redaction of nothing",
                        room -> room.send("m.room.redaction", BOB)),
                allowed("11", "a redaction by anybody", room -> redact(room, BOB, "$x:one.example"))
                        .where(rules -> !rules.redactionAuthRule()));
    }

    private static AuthResult redact(TestRoom room, String sender, String target) {
        return room.draft("m.room.redaction", sender)
                .content(JsonObject.of("redacts", target))
                .with("redacts", Json.of(target))
                .check();
    }
}
