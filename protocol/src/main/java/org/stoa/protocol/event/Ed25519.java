package org.stoa.protocol.event;

/// Signs and verifies with Ed25519. Implementations are safe for use by several threads.
///
/// The one of the JDK is not among them: it is fifteen times slower than the slowest of these.
sealed interface Ed25519 permits BouncyCastleEd25519, ProviderEd25519 {

    /// The bytes of a seed and of a public key.
    int KEY_BYTES = 32;

    /// The bytes of a signature.
    int SIGNATURE_BYTES = 64;

    /// Returns the fastest implementation that works here.
    static Ed25519 fastest() {
        return Fastest.CHOICE;
    }

    /// Returns who signs with the key of this seed.
    Signer signer(byte[] seed);

    /// Returns who verifies with this public key, which must be one.
    Verifier verifier(byte[] publicKey);

    /// Signs with one key.
    interface Signer {
        byte[] sign(byte[] message);
    }

    /// Verifies with one key.
    interface Verifier {
        boolean verify(byte[] message, byte[] signature);
    }

    /// Chosen when it is first needed: loading a native library takes a moment.
    final class Fastest {

        static final Ed25519 CHOICE =
                ProviderEd25519.amazonCorretto().orElse(new BouncyCastleEd25519());

        private Fastest() {}
    }
}
