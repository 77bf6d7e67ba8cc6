package org.stoa.protocol.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomRulesTest {

    private static final Map<String, Predicate<RoomRules>> FLAGS =
            Map.ofEntries(
                    Map.entry("hashes", rules -> rules.eventIdFormat().isHash()),
                    Map.entry(
                            "url-safe",
                            rules -> rules.eventIdFormat() == EventIdFormat.URL_SAFE_HASH),
                    Map.entry(
                            "resolution 2+",
                            rules -> rules.stateResolution() != StateResolution.V1),
                    Map.entry(
                            "resolution 2.1",
                            rules -> rules.stateResolution() == StateResolution.V2_1),
                    Map.entry("strict", RoomRules::strictCanonicalJson),
                    Map.entry("key validity", RoomRules::keyValidityEnforced),
                    Map.entry("redaction rule", RoomRules::redactionAuthRule),
                    Map.entry("aliases rule", RoomRules::aliasesAuthRule),
                    Map.entry("notifications", RoomRules::notificationLevelsProtected),
                    Map.entry("knock", RoomRules::knocking),
                    Map.entry("restricted", RoomRules::restrictedJoinRule),
                    Map.entry("knock_restricted", RoomRules::knockRestrictedJoinRule),
                    Map.entry("integer levels", RoomRules::integerPowerLevels),
                    Map.entry("creator is sender", RoomRules::creatorIsSender),
                    Map.entry("redacts in content", RoomRules::redactsInContent),
                    Map.entry("privileged creators", RoomRules::privilegedCreators),
                    Map.entry("room id from create", RoomRules::roomIdFromCreate),
                    Map.entry("small depth", rules -> rules.maxDepth() == (1L << 53) - 1));

    @ParameterizedTest
    @CsvSource({
        "hashes, 3, 12",
        "url-safe, 4, 12",
        "resolution 2+, 2, 12",
        "resolution 2.1, 12, 12",
        "strict, 6, 12",
        "key validity, 5, 12",
        "redaction rule, 1, 2",
        "aliases rule, 1, 5",
        "notifications, 6, 12",
        "knock, 7, 12",
        "restricted, 8, 12",
        "knock_restricted, 10, 12",
        "integer levels, 10, 12",
        "creator is sender, 11, 12",
        "redacts in content, 11, 12",
        "privileged creators, 12, 12",
        "room id from create, 12, 12",
        "small depth, 6, 12"
    })
    void rule_holdsFromItsFirstVersionToItsLast(String flag, int first, int last) {
        for (RoomVersion version : RoomVersion.values()) {
            int number = Integer.parseInt(version.id());

            assertThat(FLAGS.get(flag))
                    .as("%s in version %s", flag, number)
                    .matches(
                            rule ->
                                    rule.test(version.rules())
                                            == (number >= first && number <= last));
        }
    }

    @Test
    void of_anIdentifier_isItsVersion() {
        assertThat(RoomVersion.of("12")).contains(RoomVersion.V12);
        assertThat(RoomVersion.of("1")).contains(RoomVersion.V1);
        assertThat(RoomVersion.of("01")).isEmpty();
        assertThat(RoomVersion.of("13")).isEmpty();
        assertThat(RoomVersion.of("org.example.test")).isEmpty();
        assertThat(RoomVersion.values()).hasSize(12);
    }
}
