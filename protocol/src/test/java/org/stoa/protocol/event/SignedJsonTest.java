package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;

class SignedJsonTest {

    private static final ServerName SERVER = ServerName.parse("a.org");
    private static final SigningKey KEY = SigningKey.of("1", new byte[32]);
    private static final SigningKey OTHER =
            SigningKey.of(
                    "2",
                    new byte[] {
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32
                    });

    @Test
    void sign_ofASignedObject_keepsTheOtherSignatures() {
        JsonObject once = SignedJson.sign(JsonObject.of("a", 1), SERVER, KEY);

        JsonObject twice = SignedJson.sign(once, SERVER, OTHER);
        JsonObject thrice = SignedJson.sign(twice, "@alice:a.org", KEY);

        assertThat(SignedJson.verify(thrice, SERVER, KEY.verifyKey())).isTrue();
        assertThat(SignedJson.verify(thrice, SERVER, OTHER.verifyKey())).isTrue();
        assertThat(SignedJson.verify(thrice, "@alice:a.org", KEY.verifyKey())).isTrue();
        assertThat(SignedJson.keyIds(thrice, "a.org"))
                .containsExactlyInAnyOrder("ed25519:1", "ed25519:2");
    }

    @Test
    void verify_afterAChangeOfUnsigned_isTrue() {
        JsonObject signed = SignedJson.sign(JsonObject.of("a", 1), SERVER, KEY);

        JsonObject changed = signed.with("unsigned", JsonObject.of("age", 5));

        assertThat(SignedJson.verify(changed, SERVER, KEY.verifyKey())).isTrue();
    }

    @Test
    void verify_afterAChange_isFalse() {
        JsonObject signed = SignedJson.sign(JsonObject.of("a", 1), SERVER, KEY);

        assertThat(SignedJson.verify(signed.with("b", Json.of(2)), SERVER, KEY.verifyKey()))
                .isFalse();
    }

    @Test
    void verify_withAnotherServerOrKey_isFalse() {
        JsonObject signed = SignedJson.sign(JsonObject.of("a", 1), SERVER, KEY);

        assertThat(SignedJson.verify(signed, ServerName.parse("b.org"), KEY.verifyKey())).isFalse();
        assertThat(SignedJson.verify(signed, SERVER, OTHER.verifyKey())).isFalse();
        assertThat(SignedJson.keyIds(signed, "b.org")).isEmpty();
    }

    @Test
    void verify_ofMalformedSignatures_isFalse() {
        JsonObject object = JsonObject.of("a", 1);
        VerifyKey key = KEY.verifyKey();

        assertThat(SignedJson.verify(object, SERVER, key)).isFalse();
        assertThat(verifyWithSignatures(object, "[]")).isFalse();
        assertThat(verifyWithSignatures(object, "{\"a.org\":\"x\"}")).isFalse();
        assertThat(verifyWithSignatures(object, "{\"a.org\":{\"ed25519:1\":1}}")).isFalse();
        assertThat(verifyWithSignatures(object, "{\"a.org\":{\"ed25519:1\":\"!\"}}")).isFalse();
        assertThat(verifyWithSignatures(object, "{\"a.org\":{\"ed25519:1\":\"AAAA\"}}")).isFalse();
    }

    @Test
    void verify_ofAPaddedSignature_isTrue() {
        JsonObject signed = SignedJson.sign(JsonObject.of("a", 1), SERVER, KEY);
        String signature =
                signed.object("signatures")
                        .flatMap(all -> all.object("a.org"))
                        .flatMap(own -> own.string("ed25519:1"))
                        .orElseThrow();

        JsonObject padded =
                signed.with(
                        "signatures",
                        JsonObject.of(
                                "a.org",
                                JsonObject.of("ed25519:1", new JsonString(signature + "=="))));

        assertThat(SignedJson.verify(padded, SERVER, KEY.verifyKey())).isTrue();
    }

    @Test
    void sign_ofAFraction_isRefused() {
        assertThatThrownBy(() -> SignedJson.sign(Json.parseObject("{\"a\":1.5}"), SERVER, KEY))
                .isInstanceOf(JsonException.class);
    }

    private static boolean verifyWithSignatures(JsonObject object, String signatures) {
        JsonObject signed = object.with("signatures", Json.parse(signatures));
        return SignedJson.verify(signed, SERVER, KEY.verifyKey());
    }
}
