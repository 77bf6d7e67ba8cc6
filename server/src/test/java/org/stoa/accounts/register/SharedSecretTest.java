package org.stoa.accounts.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Randomness;

final class SharedSecretTest {

    private final ManualTime time = new ManualTime();
    private final SharedSecret secret = new SharedSecret("shared", Randomness.secure(), time);

    @Test
    void nonce_isGoodOnce() {
        String nonce = secret.nonce();

        assertThat(secret.take(nonce)).isTrue();
        assertThat(secret.take(nonce)).isFalse();
    }

    @Test
    void nonce_afterAMinute_isGone() {
        String nonce = secret.nonce();
        time.advance(Duration.ofSeconds(61));

        assertThat(secret.take(nonce)).isFalse();
    }

    @Test
    void mac_ofWhatWasSent_isAProof() {
        // printf 'nonce\0alice\0pw\0admin' | openssl sha1 -hmac shared
        String mac = "bbdc7da873260910c04f3f67c8df553ad1ee8c64";

        assertThat(secret.isProvenBy(mac, "nonce", "alice", "pw", true, null)).isTrue();
        assertThat(secret.isProvenBy(mac, "nonce", "alice", "pw", false, null)).isFalse();
        assertThat(secret.isProvenBy(mac, "nonce", "alice", "pw", true, "bot")).isFalse();
    }

    @Test
    void mac_withUserType_isAProof() {
        // printf 'nonce\0alice\0pw\0notadmin\0bot' | openssl sha1 -hmac shared
        String mac = "81dbeccd0ff2e84f265f825c5bb0aa60bdf8f1c0";

        assertThat(secret.isProvenBy(mac, "nonce", "alice", "pw", false, "bot")).isTrue();
        assertThat(secret.isProvenBy(mac, "nonce", "alice", "pw", false, null)).isFalse();
    }
}
