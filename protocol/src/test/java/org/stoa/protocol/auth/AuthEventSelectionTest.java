package org.stoa.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.version.RoomVersion;

final class AuthEventSelectionTest {

    private static final UserId ALICE = UserId.parse("@alice:one.example");
    private static final String BOB = "@bob:two.example";

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void create_selectsNothing(RoomVersion version) {
        assertThat(select(version, "m.room.create", "", "{}")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void message_selectsCreateLevelsAndSender(RoomVersion version) {
        assertThat(select(version, "m.room.message", null, "{\"membership\":\"join\"}"))
                .containsExactlyElementsOf(expected(version));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void join_selectsJoinRules(RoomVersion version) {
        assertThat(select(version, "m.room.member", ALICE.toString(), "{\"membership\":\"join\"}"))
                .containsExactlyElementsOf(expected(version, "m.room.join_rules", ""));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void knock_selectsJoinRules(RoomVersion version) {
        assertThat(select(version, "m.room.member", ALICE.toString(), "{\"membership\":\"knock\"}"))
                .containsExactlyElementsOf(expected(version, "m.room.join_rules", ""));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void ban_selectsTargetOnly(RoomVersion version) {
        assertThat(select(version, "m.room.member", BOB, "{\"membership\":\"ban\"}"))
                .containsExactlyElementsOf(expected(version, "m.room.member", BOB));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void invite_selectsTargetAndJoinRules(RoomVersion version) {
        assertThat(select(version, "m.room.member", BOB, "{\"membership\":\"invite\"}"))
                .containsExactlyElementsOf(
                        expected(version, "m.room.member", BOB, "m.room.join_rules", ""));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void thirdPartyInvite_selectsItsToken(RoomVersion version) {
        String content =
                "{\"membership\":\"invite\",\"third_party_invite\":{\"signed\":{\"token\":\"t\"}}}";

        assertThat(select(version, "m.room.member", BOB, content))
                .containsExactlyElementsOf(
                        expected(
                                version,
                                "m.room.member",
                                BOB,
                                "m.room.join_rules",
                                "",
                                "m.room.third_party_invite",
                                "t"));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void authorisedJoin_selectsAuthoriserWhereJoinsCanBeRestricted(RoomVersion version) {
        String content =
                "{\"membership\":\"join\",\"join_authorised_via_users_server\":\"" + BOB + "\"}";
        List<StateKeyPair> expected = expected(version, "m.room.join_rules", "");
        if (version.rules().restrictedJoinRule()) {
            expected.add(new StateKeyPair("m.room.member", BOB));
        }

        assertThat(select(version, "m.room.member", ALICE.toString(), content))
                .containsExactlyElementsOf(expected);
    }

    private static List<StateKeyPair> select(
            RoomVersion version, String type, @Nullable String stateKey, String content) {
        return AuthRules.authEventsFor(
                type, ALICE, stateKey, Json.parseObject(content), version.rules());
    }

    /// Returns what every event selects, and these further types and keys.
    private static List<StateKeyPair> expected(RoomVersion version, String... more) {
        List<StateKeyPair> expected = new ArrayList<>();
        if (!version.rules().roomIdFromCreate()) {
            expected.add(new StateKeyPair("m.room.create", ""));
        }
        expected.add(new StateKeyPair("m.room.power_levels", ""));
        expected.add(new StateKeyPair("m.room.member", ALICE.toString()));
        for (int i = 0; i < more.length; i += 2) {
            expected.add(new StateKeyPair(more[i], more[i + 1]));
        }
        return expected;
    }
}
