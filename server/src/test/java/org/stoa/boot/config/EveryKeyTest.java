package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each key changes what a server with it does. A key without a proof fails, and so does a proof without a key.
final class EveryKeyTest {
    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> key_thatIsSet_changesTheServer() {
        Map<String, KeyProof> proofs = proofs();
        return ConfigKeys.ALL.stream()
                .map(
                        key ->
                                DynamicTest.dynamicTest(
                                        key.path(), () -> proof(proofs, key.path()).show()));
    }

    @Test
    void proof_always_isOfAKey() {
        assertThat(proofs().keySet())
                .isSubsetOf(ConfigKeys.ALL.stream().map(key -> key.path()).toList());
    }

    private static KeyProof proof(Map<String, KeyProof> proofs, String path) {
        KeyProof proof = proofs.get(path);
        if (proof == null) {
            throw new AssertionError("nothing shows that " + path + " does anything");
        }
        return proof;
    }

    private Map<String, KeyProof> proofs() {
        ProofServers servers = new ProofServers(folder);
        Map<String, KeyProof> proofs = new HashMap<>();
        proofs.putAll(new ServerProofs(servers).proofs());
        proofs.putAll(new FederationProofs(servers).proofs());
        proofs.putAll(new RegistrationProofs(servers).proofs());
        proofs.putAll(new FeatureProofs(servers).proofs());
        proofs.putAll(new StorageProofs(servers).proofs());
        return proofs;
    }
}
