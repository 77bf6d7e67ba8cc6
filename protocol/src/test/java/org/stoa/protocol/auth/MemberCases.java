package org.stoa.protocol.auth;

import static org.stoa.protocol.auth.AuthCase.allow;
import static org.stoa.protocol.auth.AuthCase.allowed;
import static org.stoa.protocol.auth.AuthCase.reject;
import static org.stoa.protocol.auth.AuthCase.rejected;
import static org.stoa.protocol.auth.TestRoom.ALICE;
import static org.stoa.protocol.auth.TestRoom.BOB;
import static org.stoa.protocol.auth.TestRoom.CAROL;
import static org.stoa.protocol.auth.TestRoom.CREATOR;
import static org.stoa.protocol.auth.TestRoom.ERIN;
import static org.stoa.protocol.auth.TestRoom.MALLORY;
import static org.stoa.protocol.auth.TestRoom.SENIOR;
import static org.stoa.protocol.auth.TestRoom.STRANGER;

import java.util.ArrayList;
import java.util.List;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

/// Cases of the steps about member events, except those of third-party invites.
final class MemberCases {

    private static final String VIA = "join_authorised_via_users_server";

    private MemberCases() {}

    static List<AuthCase> all() {
        List<AuthCase> cases = new ArrayList<>();
        cases.addAll(form());
        cases.addAll(joins());
        cases.addAll(restrictedJoins());
        cases.addAll(invites());
        cases.addAll(leaves());
        cases.addAll(bans());
        cases.addAll(knocks());
        return cases;
    }

    private static List<AuthCase> form() {
        return List.of(
                rejected(
                        "5.1",
                        "no state key",
                        room ->
                                room.draft("m.room.member", BOB)
                                        .content(JsonObject.of("membership", "join"))
                                        .check()),
                rejected(
                        "5.1",
                        "no membership",
                        room -> room.send("m.room.member", BOB, BOB, JsonObject.EMPTY)),
                rejected(
                        "5.1",
                        "a state key that is no user id",
                        room -> room.membership(ALICE, "somebody", "invite")),
                rejected(
                        "5.8", "an unknown membership", room -> room.membership(BOB, BOB, "happy")),
                rejected(
                        "5.8",
                        "a membership that is no string",
                        room ->
                                room.send(
                                        "m.room.member", BOB, BOB, JsonObject.of("membership", 5))),
                rejected(
                                "5.8",
                                "a knock",
                                room ->
                                        room.joinRule("knock")
                                                .membership(STRANGER, STRANGER, "knock"))
                        .where(rules -> !rules.knocking()));
    }

    private static List<AuthCase> joins() {
        return List.of(
                allow(
                        "5.3.1",
                        "the creator after the create event",
                        v -> firstJoin(new TestRoom(v), CREATOR)),
                reject(
                        "5.3.7",
                        "another user after the create event",
                        v -> firstJoin(new TestRoom(v), ALICE)),
                reject(
                                "5.3.7",
                                "the sender of the create event",
                                v ->
                                        firstJoin(
                                                new TestRoom(v).withCreateOf(madeFor(v, ALICE)),
                                                CREATOR))
                        .where(rules -> !rules.creatorIsSender()),
                allow(
                                "5.3.1",
                                "the sender of the create event",
                                v -> firstJoin(madeFor(v, ALICE), CREATOR))
                        .where(RoomRules::creatorIsSender),
                reject("5.3.7", "the creator after two events", v -> secondJoin(new TestRoom(v))),
                rejected(
                        "5.3.2",
                        "joining for somebody else",
                        room -> room.joinRule("public").membership(ALICE, STRANGER, "join")),
                rejected(
                        "5.3.3",
                        "a banned user",
                        room -> room.joinRule("public").membership(MALLORY, MALLORY, "join")),
                allowed("5.3.4", "an invited user", room -> room.membership(CAROL, CAROL, "join")),
                allowed("5.3.4", "a member", room -> room.membership(BOB, BOB, "join")),
                allowed(
                        "5.3.4",
                        "an invited user without join rules",
                        room ->
                                room.without("m.room.join_rules", "")
                                        .membership(CAROL, CAROL, "join")),
                allowed(
                                "5.3.4",
                                "an invited user where users knock",
                                room -> room.joinRule("knock").membership(CAROL, CAROL, "join"))
                        .where(RoomRules::knocking),
                rejected(
                                "5.3.7",
                                "an invited user where users knock",
                                room -> room.joinRule("knock").membership(CAROL, CAROL, "join"))
                        .where(rules -> !rules.knocking()),
                rejected(
                                "5.3.7",
                                "an invited user where joins are restricted",
                                room ->
                                        room.joinRule("restricted")
                                                .membership(CAROL, CAROL, "join"))
                        .where(rules -> !rules.restrictedJoinRule()),
                rejected(
                                "5.3.7",
                                "an invited user where users knock or joins are restricted",
                                room ->
                                        room.joinRule("knock_restricted")
                                                .membership(CAROL, CAROL, "join"))
                        .where(rules -> !rules.knockRestrictedJoinRule()),
                allowed(
                        "5.3.6",
                        "anybody in a public room",
                        room -> room.joinRule("public").membership(STRANGER, STRANGER, "join")),
                rejected(
                        "5.3.7", "a stranger", room -> room.membership(STRANGER, STRANGER, "join")),
                rejected(
                        "5.3.7",
                        "a user who knocked",
                        room ->
                                room.joinRule("knock")
                                        .member(STRANGER, "knock")
                                        .membership(STRANGER, STRANGER, "join")),
                rejected(
                        "5.3.7",
                        "a user who left",
                        room ->
                                room.member(STRANGER, "leave")
                                        .membership(STRANGER, STRANGER, "join")),
                rejected(
                        "5.3.7",
                        "a stranger without join rules",
                        room ->
                                room.without("m.room.join_rules", "")
                                        .membership(STRANGER, STRANGER, "join")),
                rejected(
                        "5.3.7",
                        "an invited user in a private room",
                        room -> room.joinRule("private").membership(CAROL, CAROL, "join")),
                rejected(
                        "5.3.7",
                        "join rules that are no string",
                        room ->
                                room.state(
                                                "m.room.join_rules",
                                                "",
                                                CREATOR,
                                                JsonObject.of("join_rule", 5))
                                        .membership(CAROL, CAROL, "join")));
    }

    private static List<AuthCase> restrictedJoins() {
        List<AuthCase> cases = new ArrayList<>();
        for (String rule : List.of("restricted", "knock_restricted")) {
            boolean both = rule.equals("knock_restricted");
            restricted(rule)
                    .forEach(
                            restricted ->
                                    cases.add(
                                            restricted.where(
                                                    rules ->
                                                            !both
                                                                    || rules
                                                                            .knockRestrictedJoinRule())));
        }
        cases.add(
                rejected(
                        "5.2.1",
                        "a join not signed by the server",
                        room -> via(room.joinRule("public"), BOB, "join", "one.example")));
        cases.add(
                rejected(
                        "5.2.1",
                        "a leave not signed by the server",
                        room -> via(room, BOB, "leave", "one.example")));
        cases.add(
                rejected(
                        "5.2.1",
                        "an authoriser that is no user id",
                        room -> via(room, "bob", "join", "two.example")));
        cases.add(
                rejected(
                        "5.2.1",
                        "an authoriser that is no string",
                        room ->
                                room.send(
                                        "m.room.member",
                                        CAROL,
                                        CAROL,
                                        JsonObject.of("membership", "join", VIA, 5))));
        cases.add(
                allowed(
                                "5.3.6",
                                "an unsigned authoriser",
                                room -> via(room.joinRule("public"), BOB, "join", "one.example"))
                        .where(rules -> !rules.restrictedJoinRule()));
        return cases;
    }

    private static List<AuthCase> restricted(String rule) {
        return List.of(
                allowed(
                        "5.3.5.1",
                        "an invited user, " + rule,
                        room -> room.joinRule(rule).membership(CAROL, CAROL, "join")),
                allowed(
                        "5.3.5.1",
                        "a member, " + rule,
                        room -> room.joinRule(rule).membership(BOB, BOB, "join")),
                rejected(
                        "5.3.5.2",
                        "no authoriser, " + rule,
                        room -> room.joinRule(rule).membership(STRANGER, STRANGER, "join")),
                rejected(
                        "5.3.5.2",
                        "an authoriser outside, " + rule,
                        room -> via(room.joinRule(rule), CAROL, "join", "two.example")),
                rejected(
                        "5.3.5.2",
                        "an authoriser without power, " + rule,
                        room ->
                                via(
                                        room.joinRule(rule).level("invite", 1),
                                        BOB,
                                        "join",
                                        "two.example")),
                allowed(
                        "5.3.5.3",
                        "an authoriser, " + rule,
                        room -> via(room.joinRule(rule), BOB, "join", "two.example")),
                allowed(
                        "5.3.5.3",
                        "an authoriser with enough power, " + rule,
                        room ->
                                via(
                                        room.joinRule(rule).level("invite", 50),
                                        ALICE,
                                        "join",
                                        "one.example")),
                allowed(
                                "5.3.5.3",
                                "a creator, " + rule,
                                room ->
                                        via(
                                                room.joinRule(rule).level("invite", 1000),
                                                CREATOR,
                                                "join",
                                                "one.example"))
                        .where(RoomRules::privilegedCreators));
    }

    private static List<AuthCase> invites() {
        return List.of(
                rejected(
                        "5.4.2",
                        "a sender outside",
                        room -> room.membership(STRANGER, "@new:one.example", "invite")),
                rejected(
                        "5.4.2",
                        "an invited sender",
                        room -> room.membership(CAROL, STRANGER, "invite")),
                rejected("5.4.3", "a member", room -> room.membership(ALICE, BOB, "invite")),
                rejected(
                        "5.4.3",
                        "a banned user",
                        room -> room.membership(ALICE, MALLORY, "invite")),
                allowed(
                        "5.4.4",
                        "a sender with level 0",
                        room -> room.membership(BOB, STRANGER, "invite")),
                allowed(
                        "5.4.4",
                        "an invited user again",
                        room -> room.membership(BOB, CAROL, "invite")),
                allowed(
                        "5.4.4",
                        "a user who knocked",
                        room -> room.member(STRANGER, "knock").membership(BOB, STRANGER, "invite")),
                allowed(
                        "5.4.4",
                        "a sender with just the level",
                        room -> room.level("invite", 50).membership(ALICE, STRANGER, "invite")),
                rejected(
                        "5.4.5",
                        "a sender without the level",
                        room -> room.level("invite", 51).membership(ALICE, STRANGER, "invite")));
    }

    private static List<AuthCase> leaves() {
        return List.of(
                allowed("5.5.1", "a member", room -> room.membership(BOB, BOB, "leave")),
                allowed("5.5.1", "an invited user", room -> room.membership(CAROL, CAROL, "leave")),
                allowed(
                                "5.5.1",
                                "a user who knocked",
                                room ->
                                        room.member(STRANGER, "knock")
                                                .membership(STRANGER, STRANGER, "leave"))
                        .where(RoomRules::knocking),
                rejected(
                                "5.5.1",
                                "a user who knocked",
                                room ->
                                        room.member(STRANGER, "knock")
                                                .membership(STRANGER, STRANGER, "leave"))
                        .where(rules -> !rules.knocking()),
                rejected(
                        "5.5.1",
                        "a stranger",
                        room -> room.membership(STRANGER, STRANGER, "leave")),
                rejected(
                        "5.5.1",
                        "a user who left",
                        room ->
                                room.member(STRANGER, "leave")
                                        .membership(STRANGER, STRANGER, "leave")),
                rejected(
                        "5.5.1",
                        "a banned user",
                        room -> room.membership(MALLORY, MALLORY, "leave")),
                rejected(
                        "5.5.2",
                        "a sender outside",
                        room -> room.membership(STRANGER, BOB, "leave")),
                rejected(
                        "5.5.3",
                        "unbanning without the level to ban",
                        room -> room.level("ban", 51).membership(ALICE, MALLORY, "leave")),
                allowed("5.5.4", "unbanning", room -> room.membership(ALICE, MALLORY, "leave")),
                allowed("5.5.4", "kicking", room -> room.membership(ALICE, BOB, "leave")),
                allowed(
                        "5.5.4",
                        "revoking an invite",
                        room -> room.membership(ALICE, CAROL, "leave")),
                rejected(
                        "5.5.5",
                        "kicking without the level",
                        room -> room.level("kick", 51).membership(ALICE, BOB, "leave")),
                rejected(
                        "5.5.5",
                        "unbanning without the level to kick",
                        room -> room.level("kick", 51).membership(ALICE, MALLORY, "leave")),
                rejected(
                        "5.5.5",
                        "kicking somebody of the same level",
                        room -> room.membership(ALICE, ERIN, "leave")),
                rejected(
                        "5.5.5",
                        "kicking somebody above",
                        room -> room.membership(ALICE, SENIOR, "leave")),
                rejected(
                                "5.5.5",
                                "kicking a creator",
                                room -> room.membership(SENIOR, CREATOR, "leave"))
                        .where(RoomRules::privilegedCreators),
                reject(
                                "5.5.5",
                                "a creator kicking another",
                                v -> coCreated(v).membership(CREATOR, ALICE, "leave"))
                        .where(RoomRules::privilegedCreators),
                allowed(
                                "5.5.4",
                                "kicking a creator without level",
                                room -> room.membership(ALICE, CREATOR, "leave"))
                        .where(rules -> !rules.privilegedCreators()));
    }

    private static List<AuthCase> bans() {
        return List.of(
                rejected(
                        "5.6.1", "a sender outside", room -> room.membership(STRANGER, BOB, "ban")),
                allowed("5.6.2", "banning a member", room -> room.membership(ALICE, BOB, "ban")),
                allowed(
                        "5.6.2",
                        "banning a stranger",
                        room -> room.membership(ALICE, STRANGER, "ban")),
                allowed("5.6.2", "banning again", room -> room.membership(ALICE, MALLORY, "ban")),
                allowed(
                                "5.6.2",
                                "a creator banning",
                                room -> room.level("ban", 1000).membership(CREATOR, SENIOR, "ban"))
                        .where(RoomRules::privilegedCreators),
                rejected(
                        "5.6.3",
                        "a sender without the level",
                        room -> room.level("ban", 51).membership(ALICE, BOB, "ban")),
                rejected(
                        "5.6.3",
                        "a user of the same level",
                        room -> room.membership(ALICE, ERIN, "ban")),
                rejected("5.6.3", "banning oneself", room -> room.membership(ALICE, ALICE, "ban")),
                rejected(
                                "5.6.3",
                                "banning a creator",
                                room -> room.membership(SENIOR, CREATOR, "ban"))
                        .where(RoomRules::privilegedCreators));
    }

    private static List<AuthCase> knocks() {
        return List.of(
                rejected(
                        "5.7.1",
                        "a room for invited users",
                        room -> room.membership(STRANGER, STRANGER, "knock")),
                rejected(
                        "5.7.1",
                        "a public room",
                        room -> room.joinRule("public").membership(STRANGER, STRANGER, "knock")),
                rejected(
                        "5.7.1",
                        "a restricted room",
                        room ->
                                room.joinRule("restricted")
                                        .membership(STRANGER, STRANGER, "knock")),
                rejected(
                                "5.7.1",
                                "a room that is restricted or for knocking",
                                room ->
                                        room.joinRule("knock_restricted")
                                                .membership(STRANGER, STRANGER, "knock"))
                        .where(rules -> !rules.knockRestrictedJoinRule()),
                allowed(
                                "5.7.3",
                                "a room that is restricted or for knocking",
                                room ->
                                        room.joinRule("knock_restricted")
                                                .membership(STRANGER, STRANGER, "knock"))
                        .where(RoomRules::knockRestrictedJoinRule),
                rejected(
                        "5.7.2",
                        "knocking for somebody else",
                        room -> room.joinRule("knock").membership(ALICE, STRANGER, "knock")),
                allowed(
                        "5.7.3",
                        "a stranger",
                        room -> room.joinRule("knock").membership(STRANGER, STRANGER, "knock")),
                allowed(
                        "5.7.3",
                        "a user who left",
                        room ->
                                room.joinRule("knock")
                                        .member(STRANGER, "leave")
                                        .membership(STRANGER, STRANGER, "knock")),
                allowed(
                        "5.7.3",
                        "a user who knocked",
                        room ->
                                room.joinRule("knock")
                                        .member(STRANGER, "knock")
                                        .membership(STRANGER, STRANGER, "knock")),
                rejected(
                        "5.7.4",
                        "a banned user",
                        room -> room.joinRule("knock").membership(MALLORY, MALLORY, "knock")),
                rejected(
                        "5.7.4",
                        "an invited user",
                        room -> room.joinRule("knock").membership(CAROL, CAROL, "knock")),
                rejected(
                        "5.7.4",
                        "a member",
                        room -> room.joinRule("knock").membership(BOB, BOB, "knock")));
    }

    private static AuthResult firstJoin(TestRoom room, String user) {
        Event create = room.get("m.room.create", "");
        return room.draft("m.room.member", user)
                .key(user)
                .content(JsonObject.of("membership", "join"))
                .previous(List.of(create.eventId()))
                .check();
    }

    private static AuthResult secondJoin(TestRoom room) {
        Event other = room.draft("m.room.message", CREATOR).event();
        return room.draft("m.room.member", CREATOR)
                .key(CREATOR)
                .content(JsonObject.of("membership", "join"))
                .previous(List.of(room.create().eventId(), other.eventId()))
                .check();
    }

    private static TestRoom madeFor(RoomVersion version, String creator) {
        return TestRoom.usual(version, JsonObject.of("creator", creator));
    }

    private static TestRoom coCreated(RoomVersion version) {
        JsonObject creators = JsonObject.of("additional_creators", List.of(ALICE));
        return TestRoom.usual(version, creators).levels(TestRoom.usualLevels().without("users"));
    }

    /// A stranger's event that names who authorised it and is signed by this server.
    private static AuthResult via(
            TestRoom room, String authoriser, String membership, String signer) {
        return room.draft("m.room.member", STRANGER)
                .key(STRANGER)
                .content(JsonObject.of("membership", membership, VIA, authoriser))
                .with("signatures", Json.of(JsonObject.of(signer, JsonObject.of("ed25519:1", "x"))))
                .check();
    }
}
