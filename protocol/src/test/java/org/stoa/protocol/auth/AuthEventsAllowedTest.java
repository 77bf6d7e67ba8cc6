package org.stoa.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.protocol.auth.TestRoom.ALICE;
import static org.stoa.protocol.auth.TestRoom.BOB;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

/// What of the steps about auth events and redactions the tables do not show: that right ones pass.
final class AuthEventsAllowedTest {

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void authEvents_thatAreTheSelected_areAllowed(RoomVersion version) {
        TestRoom room = TestRoom.usual(version);
        Event message = room.draft("m.room.message", ALICE).event();
        List<Event> selected =
                AuthRules.authEventsFor(
                                message.type(),
                                message.sender(),
                                null,
                                message.content(),
                                message.rules())
                        .stream()
                        .map(entry -> room.get(entry.type(), entry.key()))
                        .toList();

        assertThat(AuthRules.checkAuthEvents(message, selected).isAllowed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void authEvents_asState_decideAsTheRoomDoes(RoomVersion version) {
        TestRoom room = TestRoom.usual(version);
        AuthState state =
                AuthState.of(
                        List.of(
                                room.create(),
                                room.get("m.room.power_levels", ""),
                                room.get("m.room.member", ALICE)));

        assertThat(AuthRules.check(room.draft("m.room.message", ALICE).event(), state).isAllowed())
                .isTrue();
        assertThat(AuthRules.check(room.draft("m.room.message", BOB).event(), state).isAllowed())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void redaction_byModeratorOrServerOfTheSender_applies(RoomVersion version) {
        TestRoom room = TestRoom.usual(version);
        Event target = room.draft("m.room.message", "@other:two.example").event();

        assertThat(applies(room, ALICE, target)).isTrue();
        assertThat(applies(room, BOB, target)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void redaction_ofOtherServersEvent_appliesOnlyWhereRulesDecided(RoomVersion version) {
        TestRoom room = TestRoom.usual(version);
        Event target = room.draft("m.room.message", ALICE).event();

        assertThat(applies(room, BOB, target)).isEqualTo(version.rules().redactionAuthRule());
    }

    private static boolean applies(TestRoom room, String sender, Event target) {
        String id = target.eventId().toString();
        Event redaction =
                room.draft("m.room.redaction", sender)
                        .content(JsonObject.of("redacts", id))
                        .with("redacts", Json.of(id))
                        .event();
        return Redactions.applies(redaction, target, room.powerLevels());
    }
}
