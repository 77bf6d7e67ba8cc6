package org.stoa.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class PublishedKeysTest {
    private static final SigningKey KEY = SigningKey.of("1", new byte[SigningKey.SEED_BYTES]);
    private static final SigningKey OTHER =
            SigningKey.of("1", "x".repeat(32).getBytes(StandardCharsets.UTF_8));
    private static final ServerName SERVER = ServerName.parse("a.org");
    private static final JsonObject DOCUMENT =
            Json.parseObject(
                    """
                    {"server_name":"a.org","valid_until_ts":1000,
                     "verify_keys":{"ed25519:1":{"key":"%1$s"},"new:2":{"key":"AA"}},
                     "old_verify_keys":{"ed25519:0":{"key":"%1$s","expired_ts":500},"ed25519:x":{"key":"%1$s"}}}
                    """
                            .formatted(KEY.verifyKey().text()));

    @Test
    void tryParse_signedByItself_holdsTheKeysThatAreKnown() {
        PublishedKeys keys =
                PublishedKeys.tryParse(SERVER, SignedJson.sign(DOCUMENT, SERVER, KEY))
                        .orElseThrow();

        assertThat(keys.validUntil()).isEqualTo(1000);
        assertThat(keys.current()).isEqualTo(Map.of("ed25519:1", KEY.verifyKey()));
        assertThat(keys.old()).containsOnlyKeys("ed25519:0");
        assertThat(keys.old().values())
                .extracting(PublishedKeys.OldKey::expiredTs)
                .containsExactly(500L);
    }

    private static JsonObject withKeys(String member, int more) {
        JsonObject.Builder keys = DOCUMENT.object(member).orElseThrow().toBuilder();
        for (int i = 0; i < more; i++) {
            keys.put("new:x" + i, JsonObject.EMPTY);
        }
        return SignedJson.sign(DOCUMENT.with(member, keys.build()), SERVER, KEY);
    }

    @Test
    void tryParse_ofMoreKeysThanAServerHas_isEmpty() {
        int current = PublishedKeys.MAX_CURRENT - 2;
        int old = PublishedKeys.MAX_OLD - 2;

        assertThat(PublishedKeys.tryParse(SERVER, withKeys("verify_keys", current))).isPresent();
        assertThat(PublishedKeys.tryParse(SERVER, withKeys("verify_keys", current + 1))).isEmpty();
        assertThat(PublishedKeys.tryParse(SERVER, withKeys("old_verify_keys", old))).isPresent();
        assertThat(PublishedKeys.tryParse(SERVER, withKeys("old_verify_keys", old + 1))).isEmpty();
    }

    @Test
    void tryParse_notSigned_isEmpty() {
        assertThat(PublishedKeys.tryParse(SERVER, DOCUMENT)).isEmpty();
    }

    @Test
    void tryParse_signedWithAKeyThatItDoesNotHold_isEmpty() {
        assertThat(PublishedKeys.tryParse(SERVER, SignedJson.sign(DOCUMENT, SERVER, OTHER)))
                .isEmpty();
    }

    @Test
    void tryParse_ofAnotherServer_isEmpty() {
        JsonObject signed = SignedJson.sign(DOCUMENT, SERVER, KEY);

        assertThat(PublishedKeys.tryParse(ServerName.parse("b.org"), signed)).isEmpty();
    }

    @Test
    void tryParse_signedWithAnOldKeyAlone_isEmpty() {
        JsonObject noneInUse = DOCUMENT.with("verify_keys", JsonObject.EMPTY);

        assertThat(
                        PublishedKeys.tryParse(
                                SERVER,
                                SignedJson.sign(
                                        noneInUse,
                                        SERVER,
                                        SigningKey.of("0", new byte[SigningKey.SEED_BYTES]))))
                .isEmpty();
    }

    @Test
    void tryParse_numbersThatAreNotCanonical_isEmpty() {
        JsonObject signed =
                SignedJson.sign(DOCUMENT, SERVER, KEY)
                        .with("more", Json.parseObject("{\"x\":1.5}"));

        assertThat(PublishedKeys.tryParse(SERVER, signed)).isEmpty();
    }
}
