package org.stoa.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.Provider;
import java.security.Security;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {

    static Stream<Ed25519> implementations() {
        return Stream.concat(
                Stream.of(new BouncyCastleEd25519()), ProviderEd25519.amazonCorretto().stream());
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void selfTest_ofEachImplementation_passes(Ed25519 implementation) {
        assertThat(Ed25519SelfTest.passes(implementation)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void verify_ofAMalformedSignature_isFalse(Ed25519 implementation) {
        byte[] publicKey = BouncyCastleEd25519.publicKey(new byte[32]);
        Ed25519.Verifier verifier = implementation.verifier(publicKey);

        assertThat(verifier.verify(new byte[1], new byte[0])).isFalse();
        assertThat(verifier.verify(new byte[1], new byte[63])).isFalse();
        assertThat(verifier.verify(new byte[1], new byte[65])).isFalse();
    }

    /// Adding the order of the group to the second half makes another signature that a careless check accepts.
    @ParameterizedTest
    @MethodSource("implementations")
    void verify_ofAMalleatedSignature_isFalse(Ed25519 implementation) {
        byte[] seed = new byte[32];
        byte[] message = {1, 2, 3};
        byte[] signature = implementation.signer(seed).sign(message);
        byte[] order =
                HexFormat.of()
                        .parseHex(
                                "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            int sum = (signature[32 + i] & 0xFF) + (order[i] & 0xFF) + carry;
            signature[32 + i] = (byte) sum;
            carry = sum >> 8;
        }

        boolean valid =
                implementation
                        .verifier(BouncyCastleEd25519.publicKey(seed))
                        .verify(message, signature);

        assertThat(valid).isFalse();
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void sign_ofALongMessage_isVerified(Ed25519 implementation) {
        byte[] seed = new byte[32];
        Ed25519.Verifier verifier = implementation.verifier(BouncyCastleEd25519.publicKey(seed));
        for (int length : new int[] {(1 << 20) - 1, 1 << 20, (1 << 20) + 1, 12 << 20}) {
            byte[] message = new byte[length];

            byte[] signature = implementation.signer(seed).sign(message);

            assertThat(verifier.verify(message, signature)).isTrue();
            message[length - 1] = 1;
            assertThat(verifier.verify(message, signature)).isFalse();
        }
    }

    @Test
    void implementations_ofAnyKeyAndMessage_agree() {
        Ed25519 java = new BouncyCastleEd25519();
        Ed25519 fastest = Ed25519.fastest();
        Random random = new Random(20_260_107);
        for (int i = 0; i < 200; i++) {
            byte[] seed = new byte[32];
            random.nextBytes(seed);
            byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(message);

            byte[] signature = fastest.signer(seed).sign(message);

            byte[] publicKey = BouncyCastleEd25519.publicKey(seed);
            assertThat(signature).isEqualTo(java.signer(seed).sign(message));
            assertThat(java.verifier(publicKey).verify(message, signature)).isTrue();
            assertThat(fastest.verifier(publicKey).verify(message, signature)).isTrue();
            signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(java.verifier(publicKey).verify(message, signature)).isFalse();
            assertThat(fastest.verifier(publicKey).verify(message, signature)).isFalse();
        }
    }

    @Test
    void fastest_whereTheNativeLibraryIs_usesIt() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        assumeTrue(linux && System.getProperty("os.arch").equals("amd64"));

        assertThat(Ed25519.fastest()).isInstanceOf(ProviderEd25519.class);
    }

    @Test
    void provider_withoutEd25519_isNotTaken() {
        Provider none = new Provider("none", "1", "Has no algorithms") {};

        assertThat(ProviderEd25519.of(none)).isEmpty();
    }

    @Test
    void provider_ofTheJdk_passesTheSelfTestToo() {
        // Not used because it is slow; here it is a third opinion on keys and signatures.
        assertThat(ProviderEd25519.of(Security.getProvider("SunEC"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0200000000000000000000000000000000000000000000000000000000000000", // not on the
                // curve
                "0100000000000000000000000000000000000000000000000000000000000000", // the neutral
                // point
                "0000000000000000000000000000000000000000000000000000000000000000", // of order 4
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" // not canonical
            })
    void verifyKey_ofAWeakPoint_isRefused(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> VerifyKey.of("ed25519:1", bytes))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(VerifyKey.tryParse("ed25519:1", UnpaddedBase64.encode(bytes))).isEmpty();
    }

    @Test
    void signingKey_asALine_readsBack() {
        SigningKey key = SigningKey.of("a_1", new byte[32]);

        SigningKey read = SigningKey.tryParse(key.toLine() + "\n").orElseThrow();

        assertThat(read.keyId()).isEqualTo("ed25519:a_1");
        assertThat(read.verifyKey()).isEqualTo(key.verifyKey());
        assertThat(read.sign(new byte[] {1})).isEqualTo(key.sign(new byte[] {1}));
        assertThat(read.toString()).doesNotContain("AAAA");
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "ed25519 a",
        "ed25519 a !!!",
        "ed25519 a AAAA",
        "rsa a AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "ed25519 a:b AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    })
    void signingKey_ofAnotherLine_isNone(String line) {
        assertThat(SigningKey.tryParse(line)).isEmpty();
    }

    @Test
    void verifyKey_ofWhatIsNoKey_isNone() {
        assertThat(VerifyKey.tryParse("ed25519:1", "AAAA")).isEmpty();
        assertThat(VerifyKey.tryParse("ed25519:1", "not base64")).isEmpty();
        assertThat(VerifyKey.tryParse("rsa:1", "A".repeat(43))).isEmpty();
        assertThat(
                        VerifyKey.tryParse(
                                "ed25519:auto", "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw"))
                .isPresent();
    }
}
