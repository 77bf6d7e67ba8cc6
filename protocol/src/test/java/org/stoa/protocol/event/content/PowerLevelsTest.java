package org.stoa.protocol.event.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.version.RoomVersion;

final class PowerLevelsTest {

    private static final UserId CREATOR = UserId.parse("@creator:one.example");
    private static final UserId SECOND = UserId.parse("@second:two.example");
    private static final UserId BOB = UserId.parse("@bob:two.example");

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void levels_withoutEvent_areTheDefaults(RoomVersion version) {
        PowerLevels levels = levels(version, null);

        assertThat(levels.user(BOB)).isZero();
        assertThat(levels.usersDefault()).isZero();
        assertThat(levels.event("m.room.message", false)).isZero();
        assertThat(levels.event("m.room.name", true)).isEqualTo(50);
        assertThat(levels.invite()).isZero();
        assertThat(levels.kick()).isEqualTo(50);
        assertThat(levels.ban()).isEqualTo(50);
        assertThat(levels.redact()).isEqualTo(50);
        assertThat(levels.notifications("room")).isEqualTo(50);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void creator_withoutEvent_hasHundredOrInfinity(RoomVersion version) {
        boolean privileged = version.rules().privilegedCreators();

        assertThat(levels(version, null).user(CREATOR))
                .isEqualTo(privileged ? PowerLevels.INFINITE : 100);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void creator_withEvent_hasDefaultOrInfinity(RoomVersion version) {
        boolean privileged = version.rules().privilegedCreators();

        assertThat(levels(version, JsonObject.of("users_default", 3)).user(CREATOR))
                .isEqualTo(privileged ? PowerLevels.INFINITE : 3);
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void additionalCreator_hasPowerWhereCreatorsArePrivileged(RoomVersion version) {
        boolean privileged = version.rules().privilegedCreators();

        assertThat(levels(version, null).user(SECOND))
                .isEqualTo(privileged ? PowerLevels.INFINITE : 0);
    }

    @Test
    void levels_withEvent_areAsGiven() {
        PowerLevels levels =
                levels(
                        RoomVersion.V12,
                        JsonObject.builder()
                                .put("users_default", 1)
                                .put("events_default", 2)
                                .put("state_default", 3)
                                .put("invite", 4)
                                .put("kick", 5)
                                .put("ban", 6)
                                .put("redact", 7)
                                .put("users", JsonObject.of(BOB.toString(), 8))
                                .put("events", JsonObject.of("m.room.name", 9))
                                .put("notifications", JsonObject.of("room", 10))
                                .build());

        assertThat(levels.user("@new:one.example")).isEqualTo(1);
        assertThat(levels.event("m.room.message", false)).isEqualTo(2);
        assertThat(levels.event("m.room.topic", true)).isEqualTo(3);
        assertThat(levels.invite()).isEqualTo(4);
        assertThat(levels.kick()).isEqualTo(5);
        assertThat(levels.ban()).isEqualTo(6);
        assertThat(levels.redact()).isEqualTo(7);
        assertThat(levels.user(BOB)).isEqualTo(8);
        assertThat(levels.event("m.room.name", true)).isEqualTo(9);
        assertThat(levels.notifications("room")).isEqualTo(10);
        assertThat(levels.maySend(BOB, "m.room.topic", true)).isTrue();
        assertThat(levels.maySend(BOB, "m.room.name", true)).isFalse();
    }

    @Test
    void levels_thatAreNone_countAsNotGiven() {
        PowerLevels levels =
                levels(
                        RoomVersion.V12,
                        JsonObject.of(
                                "ban",
                                "7",
                                "users",
                                JsonArray.EMPTY,
                                "events",
                                JsonObject.of("m.room.name", "7")));

        assertThat(levels.ban()).isEqualTo(50);
        assertThat(levels.user(BOB)).isZero();
        assertThat(levels.event("m.room.name", true)).isEqualTo(50);
    }

    @Test
    void levels_asStringsInOldVersion_count() {
        PowerLevels levels =
                levels(
                        RoomVersion.V9,
                        JsonObject.of("ban", "7", "users", JsonObject.of(BOB.toString(), "8")));

        assertThat(levels.ban()).isEqualTo(7);
        assertThat(levels.user(BOB)).isEqualTo(8);
    }

    private static PowerLevels levels(RoomVersion version, @Nullable JsonObject content) {
        JsonObject createContent =
                JsonObject.of(
                        "creator",
                        CREATOR.toString(),
                        "additional_creators",
                        JsonArray.ofStrings(List.of(SECOND.toString())));
        Event create = event(version, "m.room.create", createContent);
        return PowerLevels.of(
                create, content == null ? null : event(version, "m.room.power_levels", content));
    }

    private static Event event(RoomVersion version, String type, JsonObject content) {
        JsonObject pdu =
                JsonObject.builder()
                        .put("type", type)
                        .put("state_key", "")
                        .put("sender", CREATOR.toString())
                        .put("content", content)
                        .put("origin_server_ts", 1)
                        .put("depth", 1)
                        .put("prev_events", JsonArray.EMPTY)
                        .put("auth_events", JsonArray.EMPTY)
                        .build();
        return Event.stored(
                EventId.parse("$event:one.example"),
                RoomId.parse("!room:one.example"),
                pdu,
                version.rules());
    }
}
