package org.stoa.protocol.event;

/// Ed25519 in Java, by BouncyCastle; works everywhere.
final class BouncyCastleEd25519 implements Ed25519 {

    @Override
    public Signer signer(byte[] seed) {
        byte[] publicKey = publicKey(seed);
        return message -> {
            byte[] signature = new byte[SIGNATURE_BYTES];
            org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                    seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
            return signature;
        };
    }

    @Override
    public Verifier verifier(byte[] publicKey) {
        return (message, signature) ->
                signature.length == SIGNATURE_BYTES
                        && org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                                signature, 0, publicKey, 0, message, 0, message.length);
    }

    /// Whether 32 bytes are a point of the curve that is fit to be a key: neither of small order nor of mixed order.
    static boolean isPublicKey(byte[] publicKey) {
        return org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFull(publicKey, 0);
    }

    /// Returns the public key of the seed.
    static byte[] publicKey(byte[] seed) {
        byte[] publicKey = new byte[KEY_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }
}
