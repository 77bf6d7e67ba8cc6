package org.stoa.protocol.event;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Ed25519 by a provider of the Java Cryptography Architecture that has passed the self-test.
final class ProviderEd25519 implements Ed25519 {

    private static final String ALGORITHM = "Ed25519";
    private static final String AMAZON_CORRETTO =
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private static final String AMAZON_CORRETTO_KEYS =
            "com.amazon.corretto.crypto.provider.registerEdKeyFactory";

    /// What DER puts before the seed, and before the public key. Spec: RFC 8410, sections 4 and 7.
    private static final byte[] PRIVATE_KEY_PREFIX =
            HexFormat.of().parseHex("302e020100300506032b657004220420");

    private static final byte[] PUBLIC_KEY_PREFIX =
            HexFormat.of().parseHex("302a300506032b6570032100");

    /// The provider keeps the message in a buffer that grows no further; transactions between servers do.
    private static final int MAX_BUFFERED = 1 << 20;

    private final Provider provider;
    private final KeyFactory keys;
    private final Ed25519 forLongMessages = new BouncyCastleEd25519();

    private ProviderEd25519(Provider provider) throws GeneralSecurityException {
        this.provider = provider;
        this.keys = KeyFactory.getInstance(ALGORITHM, provider);
    }

    /// Returns the Amazon Corretto Crypto Provider; empty when it is not on the class path, has no native library for
    /// this machine, or fails the self-test.
    static Optional<Ed25519> amazonCorretto() {
        // Without its own keys it would translate the JDK's at each signature, which takes as long
        // as signing. The
        // provider is not installed, so nobody else is given these keys.
        System.setProperty(AMAZON_CORRETTO_KEYS, "true");
        try {
            Class<?> type = Class.forName(AMAZON_CORRETTO);
            return of((Provider) type.getField("INSTANCE").get(null));
        } catch (ReflectiveOperationException | LinkageError absentOrWithoutItsLibrary) {
            return Optional.empty();
        }
    }

    /// Returns the implementation of this provider; empty when it has none or fails the self-test.
    static Optional<Ed25519> of(Provider provider) {
        try {
            Ed25519 candidate = new ProviderEd25519(provider);
            return Ed25519SelfTest.passes(candidate) ? Optional.of(candidate) : Optional.empty();
        } catch (GeneralSecurityException | IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public Signer signer(byte[] seed) {
        PrivateKey key = privateKey(seed);
        Signer patient = forLongMessages.signer(seed);
        return message -> {
            if (message.length >= MAX_BUFFERED) {
                return patient.sign(message);
            }
            try {
                Signature signature = Signature.getInstance(ALGORITHM, provider);
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The provider cannot sign", e);
            }
        };
    }

    @Override
    public Verifier verifier(byte[] publicKey) {
        PublicKey key = publicKey(publicKey);
        Verifier patient = forLongMessages.verifier(publicKey);
        return (message, bytes) ->
                message.length >= MAX_BUFFERED
                        ? patient.verify(message, bytes)
                        : bytes.length == SIGNATURE_BYTES && verify(key, message, bytes);
    }

    private boolean verify(PublicKey key, byte[] message, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM, provider);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(bytes);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The provider cannot verify", e);
        }
    }

    private PrivateKey privateKey(byte[] seed) {
        try {
            return keys.generatePrivate(new PKCS8EncodedKeySpec(concat(PRIVATE_KEY_PREFIX, seed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not an Ed25519 seed", e);
        }
    }

    private PublicKey publicKey(byte[] bytes) {
        try {
            return keys.generatePublic(new X509EncodedKeySpec(concat(PUBLIC_KEY_PREFIX, bytes)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Not an Ed25519 public key", e);
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
