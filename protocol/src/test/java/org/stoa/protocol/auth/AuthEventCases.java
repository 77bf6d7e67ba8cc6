package org.stoa.protocol.auth;

import static org.stoa.protocol.auth.AuthCase.reject;
import static org.stoa.protocol.auth.AuthCase.rejected;
import static org.stoa.protocol.auth.TestRoom.ALICE;
import static org.stoa.protocol.auth.TestRoom.BOB;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// Cases of the steps about the create event and the `auth_events`.
final class AuthEventCases {

    private AuthEventCases() {}

    static List<AuthCase> all() {
        return List.of(
                rejected(
                        "2",
                        "an event of a room without create event",
                        room -> room.without("m.room.create", "").send("m.room.message", ALICE)),
                rejected(
                        "2",
                        "an event of another room",
                        room -> room.withCreateOf(other(room)).send("m.room.message", ALICE)),
                rejected(
                        "v11:2.4",
                        "an event of a room without create event",
                        room -> room.without("m.room.create", "").send("m.room.message", ALICE)),
                rejected(
                        "3.1",
                        "two member events of the sender",
                        room ->
                                message(
                                        room,
                                        room.get("m.room.power_levels", ""),
                                        room.get("m.room.member", ALICE),
                                        memberAgain(room))),
                rejected(
                        "3.2",
                        "a member event of somebody else",
                        room ->
                                message(
                                        room,
                                        room.get("m.room.member", ALICE),
                                        room.get("m.room.member", BOB))),
                rejected(
                        "3.2",
                        "join rules for a message",
                        room ->
                                message(
                                        room,
                                        room.get("m.room.member", ALICE),
                                        room.get("m.room.join_rules", ""))),
                rejected(
                        "3.2",
                        "an event that is no state",
                        room ->
                                message(
                                        room,
                                        room.get("m.room.member", ALICE),
                                        room.draft("m.room.message", ALICE).event())),
                rejected(
                                "3.2",
                                "the create event",
                                room ->
                                        message(
                                                room,
                                                room.create(),
                                                room.get("m.room.member", ALICE)))
                        .where(rules -> rules.roomIdFromCreate()),
                rejected("3.3", "a rejected event", room -> rejectedMember(room)),
                rejected(
                        "v11:2.4",
                        "no create event",
                        room ->
                                AuthRules.checkAuthEvents(
                                        room.draft("m.room.message", ALICE).event(),
                                        List.of(room.get("m.room.member", ALICE)))),
                reject("3.4", "an event of another room", AuthEventCases::memberOfOtherRoom));
    }

    /// Another room whose create event differs, in versions before 12 also by its room id.
    private static TestRoom other(TestRoom room) {
        RoomVersion version =
                Arrays.stream(RoomVersion.values())
                        .filter(v -> v.rules().equals(room.rules()))
                        .findFirst()
                        .orElseThrow();
        return TestRoom.usual(version, JsonObject.of("type", "org.example.other"));
    }

    private static AuthResult message(TestRoom room, Event... events) {
        return AuthRules.checkAuthEvents(
                room.draft("m.room.message", ALICE).event(), withCreate(room, events));
    }

    /// Adds the create event where it must be named.
    private static List<Event> withCreate(TestRoom room, Event... events) {
        List<Event> all = new ArrayList<>(List.of(events));
        if (!room.rules().roomIdFromCreate()) {
            all.add(room.create());
        }
        return all;
    }

    private static Event memberAgain(TestRoom room) {
        return room.draft("m.room.member", ALICE)
                .key(ALICE)
                .content(JsonObject.of("membership", "join"))
                .event();
    }

    private static AuthResult rejectedMember(TestRoom room) {
        Event member = room.get("m.room.member", ALICE);
        return AuthRules.checkAuthEvents(
                room.draft("m.room.message", ALICE).event(),
                withCreate(room, member),
                member.eventId()::equals);
    }

    private static AuthResult memberOfOtherRoom(RoomVersion version) {
        TestRoom room = TestRoom.usual(version);
        Event member =
                room.draft("m.room.member", ALICE)
                        .key(ALICE)
                        .content(JsonObject.of("membership", "join"))
                        .with("room_id", Json.of("!elsewhere:one.example"))
                        .event();
        return message(room, member);
    }
}
