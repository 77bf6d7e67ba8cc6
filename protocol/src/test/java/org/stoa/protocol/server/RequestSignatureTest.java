package org.stoa.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.id.ServerName;

final class RequestSignatureTest {
    private static final RequestSignature PLAIN =
            new RequestSignature(ServerName.parse("a.org:8448"), "b.org", "ed25519:1", "ab+/");

    @Test
    void toHeader_always_isTheFormThatOlderServersRead() {
        assertThat(PLAIN.toHeader())
                .isEqualTo(
                        "X-Matrix origin=\"a.org:8448\",destination=\"b.org\",key=\"ed25519:1\",sig=\"ab+/\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Matrix origin=\"a.org:8448\",destination=\"b.org\",key=\"ed25519:1\",sig=\"ab+/\"",
                "x-matrix   ORIGIN=a.org:8448 ,\tDestination=b.org,key=ed25519:1, sig=ab+/",
                "X-Matrix sig=\"ab+/\",key=\"ed25519:1\",origin=\"a\\.org\\:8448\",destination=b.org",
                "X-Matrix origin=a.org:8448,destination=b.org,key=ed25519:1,signature=\"ab+/\"",
                "X-Matrix ,origin=a.org:8448,,destination=b.org,key=ed25519:1,sig=ab+/,new=\"x,y\","
            })
    void tryParse_anyAllowedSpelling_isTheSame(String header) {
        assertThat(RequestSignature.tryParse(header)).hasValue(PLAIN);
    }

    @Test
    void tryParse_withoutDestination_hasNone() {
        assertThat(
                        RequestSignature.tryParse("X-Matrix origin=a.org,key=ed25519:1,sig=x")
                                .map(RequestSignature::destination))
                .isEmpty();
        assertThat(RequestSignature.tryParse("X-Matrix origin=a.org,key=ed25519:1,sig=x"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer abc",
                "X-Matrix",
                "X-Matrixorigin=a.org,key=ed25519:1,sig=x",
                "X-Matrix origin=a.org,key=ed25519:1",
                "X-Matrix origin=a_b!,key=ed25519:1,sig=x",
                "X-Matrix origin=a.org,origin=b.org,key=ed25519:1,sig=x",
                "X-Matrix origin=a.org,key=\"ed25519:1,sig=x",
                "X-Matrix origin=a.org,key=ed25519:1,sig=\"x\\",
                "X-Matrix origin=a.org,key=ed25519:1,sig=\"x\" y",
                "X-Matrix origin=a.org key=ed25519:1 sig=x",
                "X-Matrix origin=,key=ed25519:1,sig=x",
                "X-Matrix =a.org,key=ed25519:1,sig=x"
            })
    void tryParse_anythingElse_isEmpty(String header) {
        assertThat(RequestSignature.tryParse(header)).isEmpty();
    }
}
