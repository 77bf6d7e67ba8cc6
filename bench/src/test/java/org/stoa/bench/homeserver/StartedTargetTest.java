package org.stoa.bench.homeserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartedTargetTest {
    @TempDir private Path folder = Path.of("");

    private Path script(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("start"), "#!/bin/sh\n" + text);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    @Test
    void script_thatEnds_isAnErrorWithWhatItSaid() throws IOException {
        Path script = script("echo \"no $EXTRA in $DATA_DIR\"; exit 3\n");

        assertThatThrownBy(
                        () ->
                                StartedTarget.start(
                                        script,
                                        folder.resolve("run"),
                                        Map.of("EXTRA", "luck"),
                                        false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no luck in " + folder.resolve("run/data"));
    }

    @Test
    void script_withComments_saysWhatItStarts() throws IOException {
        Path script = script("# bench-name: Some server\n# bench-durability: flushed\n");

        assertThat(StartScript.read(script))
                .isEqualTo(new StartScript(script, "Some server", "flushed", "not named"));
    }

    @Test
    void script_thatIsNotExecutable_isAnError() throws IOException {
        Path script = Files.writeString(folder.resolve("plain"), "");

        assertThatThrownBy(() -> StartScript.read(script)).isInstanceOf(IOException.class);
    }
}
