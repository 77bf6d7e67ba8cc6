package org.stoa.protocol.event;

import java.util.Arrays;
import java.util.HexFormat;

/// Says whether an implementation of Ed25519 signs, verifies and refuses as it should.
final class Ed25519SelfTest {

    private static final HexFormat HEX = HexFormat.of();

    /// Test 3 of RFC 8032, section 7.1.
    private static final byte[] SEED =
            HEX.parseHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");

    private static final byte[] PUBLIC_KEY =
            HEX.parseHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    private static final byte[] MESSAGE = HEX.parseHex("af82");
    private static final byte[] SIGNATURE =
            HEX.parseHex(
                    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

    private Ed25519SelfTest() {}

    static boolean passes(Ed25519 candidate) {
        Ed25519.Verifier verifier = candidate.verifier(PUBLIC_KEY);
        return Arrays.equals(candidate.signer(SEED).sign(MESSAGE), SIGNATURE)
                && verifier.verify(MESSAGE, SIGNATURE)
                && !verifier.verify(HEX.parseHex("af83"), SIGNATURE)
                && !verifier.verify(MESSAGE, changed(SIGNATURE, 0))
                && !verifier.verify(MESSAGE, changed(SIGNATURE, 40))
                && !verifier.verify(MESSAGE, new byte[Ed25519.SIGNATURE_BYTES]);
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }
}
