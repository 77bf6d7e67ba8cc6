package org.stoa.protocol.event.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// The views of contents that are not as they should be.
final class ContentTest {

    @ParameterizedTest
    @CsvSource({
        "'{}', INVITE",
        "'{\"join_rule\":\"public\"}', PUBLIC",
        "'{\"join_rule\":\"knock_restricted\"}', KNOCK_RESTRICTED",
        "'{\"join_rule\":\"\"}', UNKNOWN",
        "'{\"join_rule\":\"else\"}', UNKNOWN",
        "'{\"join_rule\":5}', UNKNOWN",
    })
    void joinRule_ofContent_isKnownOrClosed(String content, JoinRule rule) {
        assertThat(new JoinRules(Json.parseObject(content)).rule()).isEqualTo(rule);
    }

    @Test
    void joinRule_withoutEvent_isInvite() {
        assertThat(JoinRules.of(null).rule()).isEqualTo(JoinRule.INVITE);
    }

    @Test
    void allowedRooms_withBadConditions_leavesThemOut() {
        JsonObject content =
                Json.parseObject(
                        """
                        {"allow": [
                            5,
                            {"type": "m.room_membership", "room_id": "!one:example.org"},
                            {"type": "m.room_membership", "room_id": "one"},
                            {"type": "m.room_membership"},
                            {"type": "org.example.other", "room_id": "!two:example.org"}
                        ]}
                        """);

        assertThat(new JoinRules(content).allowedRooms())
                .extracting(Object::toString)
                .containsExactly("!one:example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "world_readable, WORLD_READABLE",
        "shared, SHARED",
        "invited, INVITED",
        "joined, JOINED",
        "else, SHARED",
    })
    void historyVisibility_ofText_isSharedUnlessKnown(String text, HistoryVisibility visibility) {
        assertThat(HistoryVisibility.of(text)).isEqualTo(visibility);
    }

    @Test
    void defaults_withoutEvent_areTheSpecified() {
        assertThat(HistoryVisibility.in(null)).isEqualTo(HistoryVisibility.SHARED);
        assertThat(GuestAccess.in(null)).isEqualTo(GuestAccess.FORBIDDEN);
        assertThat(RoomMember.membershipIn(null)).isEqualTo(Membership.LEAVE);
        assertThat(CanonicalAlias.of(null).alias()).isEmpty();
    }

    @Test
    void member_withValuesOfOtherTypes_hasNone() {
        RoomMember member =
                new RoomMember(
                        Json.parseObject(
                                """
                                {"membership": "joined", "displayname": null, "avatar_url": 5,
                                 "is_direct": "true", "third_party_invite": []}
                                """));

        assertThat(member.membership()).isEmpty();
        assertThat(member.displayName()).isEmpty();
        assertThat(member.avatarUrl()).isEmpty();
        assertThat(member.isDirect()).isFalse();
        assertThat(member.signedThirdPartyInvite()).isEmpty();
    }

    @Test
    void thirdPartyInvite_withBothFormsOfKeys_hasAll() {
        ThirdPartyInvite invite =
                new ThirdPartyInvite(
                        Json.parseObject(
                                """
                                {"public_key": "a",
                                 "public_keys": [{"public_key": "b"}, {"public_key": 5}, "c", {}]}
                                """));

        assertThat(invite.publicKeys()).isEqualTo(List.of("a", "b"));
    }

    @Test
    void canonicalAlias_thatIsEmpty_isNone() {
        CanonicalAlias aliases =
                new CanonicalAlias(
                        Json.parseObject("{\"alias\": \"\", \"alt_aliases\": [\"#a:b\", 5]}"));

        assertThat(aliases.alias()).isEmpty();
        assertThat(aliases.alternatives()).containsExactly("#a:b");
    }
}
