package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;

/// `./stoa key`, while the server runs and while it does not.
@ParameterizedClass(name = "server runs: {0}")
@ValueSource(booleans = {true, false})
final class KeyCommandTest {
    private static final SigningKey SYNAPSE = SigningKey.of("a_Qwer", new byte[32]);

    private final boolean running;
    @TempDir private Path folder;
    private Path data = Path.of("");
    private @Nullable StoaProcess server;

    KeyCommandTest(boolean running) {
        this.running = running;
    }

    @BeforeEach
    void serve() {
        data = folder.resolve("data");
        if (running) {
            server = StoaProcess.server(data).serve();
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Ended key(String... arguments) {
        List<String> all = new ArrayList<>(List.of("key"));
        all.addAll(List.of(arguments));
        return StoaProcess.command(folder, all.toArray(String[]::new))
                .set("data_dir", data.toString())
                .run();
    }

    /// What other servers are told.
    private JsonObject published() {
        if (server != null) {
            return server.client().get("/_matrix/key/v2/server").ok();
        }
        try (StoaProcess brief = StoaProcess.server(data).serve()) {
            return brief.client().get("/_matrix/key/v2/server").ok();
        }
    }

    private static List<String> ids(JsonObject published, String kind) {
        return List.copyOf(published.object(kind).orElseThrow().names());
    }

    @Test
    void rotate_always_keepsTheKeyBeforeAsAnOldOne() {
        String before = ids(published(), "verify_keys").getFirst();

        Ended ended = key("rotate");

        JsonObject after = published();
        String now = ids(after, "verify_keys").getFirst();
        assertThat(now).isNotEqualTo(before);
        assertThat(ended).isEqualTo(new Ended(0, "Signing with " + now + " now.\n", ""));
        assertThat(ids(after, "old_verify_keys")).containsExactly(before);
        assertThat(key("list").out().lines().map(line -> line.split("  ", -1)[0]))
                .containsExactly(now, before);
    }

    @Test
    void importKey_ofSynapse_isSignedWithFromThenOn() throws IOException {
        Path file =
                Files.writeString(folder.resolve("synapse.signing.key"), SYNAPSE.toLine() + "\n");
        List<String> before = ids(published(), "verify_keys");

        Ended ended = key("import", file.toString());

        assertThat(ended).isEqualTo(new Ended(0, "Signing with ed25519:a_Qwer now.\n", ""));
        assertThat(published().object("verify_keys"))
                .hasValue(
                        JsonObject.of(
                                "ed25519:a_Qwer",
                                JsonObject.of("key", SYNAPSE.verifyKey().text())));
        assertThat(ids(published(), "old_verify_keys")).isEqualTo(before);
    }

    @Test
    void importKey_thatIsNone_changesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("other.key"), "-----BEGIN PRIVATE KEY-----");
        List<String> before = ids(published(), "verify_keys");

        Ended ended = key("import", file.toString());

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("expected a line such as 'ed25519 a_1 SEED'");
        assertThat(ids(published(), "verify_keys")).isEqualTo(before);
    }
}
