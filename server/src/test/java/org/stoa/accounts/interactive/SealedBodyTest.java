package org.stoa.accounts.interactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.stoa.protocol.json.JsonObject;

final class SealedBodyTest {

    private static final JsonObject BODY = JsonObject.of("password", "hunter2");
    private final byte[] nonce = new byte[SealedBody.nonceBytes()];

    @Test
    void open_withTheSessionId_returnsTheBody() {
        String sealed = SealedBody.seal(BODY, "session", nonce);

        assertThat(SealedBody.open(sealed, "session")).isEqualTo(BODY);
    }

    @Test
    void open_withAnotherSessionId_fails() {
        String sealed = SealedBody.seal(BODY, "session", nonce);

        assertThatThrownBy(() -> SealedBody.open(sealed, "other"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void key_tellsNothingOfTheSessionId() {
        assertThat(SealedBody.keyOf("session")).hasSize(64).doesNotContain("session");
    }
}
