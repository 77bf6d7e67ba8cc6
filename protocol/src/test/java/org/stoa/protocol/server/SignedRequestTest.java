package org.stoa.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.event.SignedJson;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

final class SignedRequestTest {
    private static final SigningKey KEY = SigningKey.of("1", new byte[SigningKey.SEED_BYTES]);
    private static final ServerName ORIGIN = ServerName.parse("a.org");
    private static final SignedRequest REQUEST =
            new SignedRequest(
                    "PUT", "/_matrix/x?a=%2F", ORIGIN, "b.org", JsonObject.of("b", 1, "a", "ä"));

    @Test
    void sign_always_isTheSignatureOfTheObjectOfTheSpecification() {
        JsonObject object =
                Json.parseObject(
                        """
                        {"method":"PUT","uri":"/_matrix/x?a=%2F","origin":"a.org","destination":"b.org","content":{"b":1,"a":"ä"}}
                        """);

        String expected =
                SignedJson.sign(object, ORIGIN, KEY)
                        .object("signatures")
                        .flatMap(all -> all.object("a.org"))
                        .flatMap(own -> own.string("ed25519:1"))
                        .orElseThrow();

        assertThat(REQUEST.sign(KEY).signature()).isEqualTo(expected);
    }

    @Test
    void isSignedBy_ownSignature_holds() {
        assertThat(REQUEST.isSignedBy(REQUEST.sign(KEY), KEY.verifyKey())).isTrue();
    }

    @Test
    void isSignedBy_anyOtherRequest_doesNotHold() {
        RequestSignature signature = REQUEST.sign(KEY);

        assertThat(
                        new SignedRequest("POST", REQUEST.uri(), ORIGIN, "b.org", REQUEST.content())
                                .isSignedBy(signature, KEY.verifyKey()))
                .isFalse();
        assertThat(
                        new SignedRequest(
                                        "PUT", "/_matrix/x?a=/", ORIGIN, "b.org", REQUEST.content())
                                .isSignedBy(signature, KEY.verifyKey()))
                .isFalse();
        assertThat(
                        new SignedRequest("PUT", REQUEST.uri(), ORIGIN, "c.org", REQUEST.content())
                                .isSignedBy(signature, KEY.verifyKey()))
                .isFalse();
        assertThat(
                        new SignedRequest("PUT", REQUEST.uri(), ORIGIN, "b.org", null)
                                .isSignedBy(signature, KEY.verifyKey()))
                .isFalse();
        assertThat(
                        new SignedRequest("PUT", REQUEST.uri(), ORIGIN, null, REQUEST.content())
                                .isSignedBy(signature, KEY.verifyKey()))
                .isFalse();
    }

    @Test
    void isSignedBy_nonsense_doesNotHold() {
        RequestSignature nonsense = new RequestSignature(ORIGIN, "b.org", "ed25519:1", "%%%");

        assertThat(REQUEST.isSignedBy(nonsense, KEY.verifyKey())).isFalse();
    }

    @Test
    void sign_fractionsOfOldRooms_keepTheirSpelling() {
        SignedRequest old =
                new SignedRequest(
                        "PUT", "/x", ORIGIN, "b.org", Json.parseObject("{\"depth\":1.50}"));

        assertThat(old.isSignedBy(old.sign(KEY), KEY.verifyKey())).isTrue();
    }
}
