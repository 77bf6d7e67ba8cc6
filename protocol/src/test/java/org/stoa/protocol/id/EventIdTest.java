package org.stoa.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.version.EventIdFormat;
import org.stoa.protocol.version.RoomRules;
import org.stoa.protocol.version.RoomVersion;

class EventIdTest {

    private static final String OLD = "$a4ecee13e2accdadf56c1025:example.com";
    private static final String HASH = "$acR1l0raoZnm60CBwAVgqbZqoO/mYU81xysh1u7XcJk";
    private static final String URL_SAFE = "$Rqnc-F-dvnEYJTyHq_iKxU2bZ1CI92-kuZq3a5lr5Zg";

    @Test
    void parse_ofEachFormat_matchesOnlyThatFormat() {
        assertThat(EventId.parse(OLD).matches(EventIdFormat.SERVER_MADE)).isTrue();
        assertThat(EventId.parse(OLD).matches(EventIdFormat.HASH)).isFalse();
        assertThat(EventId.parse(OLD).matches(EventIdFormat.URL_SAFE_HASH)).isFalse();
        assertThat(EventId.parse(HASH).matches(EventIdFormat.SERVER_MADE)).isFalse();
        assertThat(EventId.parse(HASH).matches(EventIdFormat.HASH)).isTrue();
        assertThat(EventId.parse(HASH).matches(EventIdFormat.URL_SAFE_HASH)).isFalse();
        assertThat(EventId.parse(URL_SAFE).matches(EventIdFormat.SERVER_MADE)).isFalse();
        assertThat(EventId.parse(URL_SAFE).matches(EventIdFormat.HASH)).isFalse();
        assertThat(EventId.parse(URL_SAFE).matches(EventIdFormat.URL_SAFE_HASH)).isTrue();
    }

    @Test
    void server_ofAnOldId_isTheDomain() {
        assertThat(EventId.parse(OLD).server()).contains(ServerName.parse("example.com"));
        assertThat(EventId.parse(HASH).server()).isEmpty();
    }

    @Test
    void hash_ofAnId_isWhatBase64Says() {
        byte[] expected = Base64.getUrlDecoder().decode(URL_SAFE.substring(1));

        assertThat(EventId.parse(URL_SAFE).hash().orElseThrow()).isEqualTo(expected);
        assertThat(EventId.parse(HASH).hash().orElseThrow())
                .isEqualTo(Base64.getDecoder().decode(HASH.substring(1)));
        assertThat(EventId.parse(OLD).hash()).isEmpty();
    }

    @Test
    void hash_ofTextThatNoEncoderWrites_isNone() {
        // The last character carries two bits that are always zero.
        String other = URL_SAFE.substring(0, URL_SAFE.length() - 1) + "h";

        assertThat(EventId.parse(other).hash()).isEmpty();
        assertThat(EventId.parse(other).toStoredBytes())
                .isEqualTo(other.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(RoomVersion.class)
    void storedBytes_ofAnId_readBackAsTheSameId(RoomVersion version) {
        RoomRules rules = version.rules();
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            EventId id = randomId(random, rules);

            byte[] stored = id.toStoredBytes();

            assertThat(EventId.fromStored(stored, rules)).isEqualTo(id);
            assertThat(id.matches(rules.eventIdFormat())).isTrue();
            if (rules.eventIdFormat().isHash()) {
                assertThat(stored).hasSize(32);
            }
        }
    }

    @Test
    void storedBytes_ofAForeignIdInARoomWithHashes_readBack() {
        EventId old = EventId.parse(OLD);

        assertThat(EventId.fromStored(old.toStoredBytes(), RoomVersion.V12.rules())).isEqualTo(old);
    }

    @Test
    void ofHash_whereIdsAreNotHashes_isRefused() {
        assertThatThrownBy(() -> EventId.ofHash(new byte[32], RoomVersion.V1.rules()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventId.ofHash(new byte[31], RoomVersion.V4.rules()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$", "a", "!a:example.org", "$a\u0000b"})
    void parse_ofAnotherText_isRefused(String text) {
        assertThatThrownBy(() -> EventId.parse(text)).isInstanceOf(IdException.class);
        assertThat(EventId.tryParse(text)).isEmpty();
    }

    @Test
    void parse_beyond255Bytes_isRefused() {
        assertThat(EventId.tryParse("$" + "a".repeat(254))).isPresent();
        assertThat(EventId.tryParse("$" + "a".repeat(255))).isEmpty();
    }

    private static EventId randomId(Random random, RoomRules rules) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        return rules.eventIdFormat().isHash()
                ? EventId.ofHash(hash, rules)
                : EventId.parse("$" + Long.toHexString(random.nextLong()) + ":example.org");
    }
}
