package org.stoa.bench.homeserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.bench.measure.ProcessTree;

final class StartedTargetTest {
    @TempDir private Path folder = Path.of("");

    /// Where targets have their folders.
    private Path parent = Path.of("");

    @BeforeEach
    void makeParent() throws IOException {
        parent = Files.createDirectory(folder.resolve("parent"));
    }

    private Path script(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("start"), "#!/bin/sh\n" + text);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    /// The command of a web server that answers as a homeserver does.
    private String server() throws IOException {
        Path pages = folder.resolve("pages");
        Files.createDirectories(pages.resolve("_matrix/client"));
        Files.writeString(pages.resolve("_matrix/client/versions"), "{\"versions\":[\"v1.19\"]}");
        Path program = Path.of(System.getProperty("java.home"), "bin", "jwebserver");
        return program + " -b 127.0.0.1 -p ${CLIENT_LISTEN##*:} -d " + pages;
    }

    private Target start(String text) throws IOException, InterruptedException {
        return StartedTarget.start(script(text), parent, Map.of("EXTRA", "luck"), false);
    }

    @Test
    void script_thatEnds_isAnErrorWithWhatItSaid() {
        assertThatThrownBy(() -> start("echo \"no $EXTRA in $DATA_DIR\"; exit 3\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no luck in " + parent + "/bench-");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void script_thatCannotBeRun_isAnErrorAndLeavesNothing() throws IOException {
        Path script = Files.writeString(folder.resolve("plain"), "");

        assertThatThrownBy(() -> StartedTarget.start(script, parent, Map.of(), false))
                .isInstanceOf(IOException.class);
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void stop_ofAServer_endsItAndDeletesItsFolder() throws Exception {
        Target target = start("exec " + server() + "\n");
        long pid = target.pid().orElseThrow();
        assertThat(ProcessTree.isRunning(pid)).isTrue();
        assertThat(target.data().orElseThrow()).startsWith(parent).isEmptyDirectory();

        target.stop();

        assertThat(ProcessTree.isRunning(pid)).isFalse();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void stop_ofAScriptThatDoesNotWaitForItsServer_isAnErrorAndEndsIt() throws Exception {
        Target target = start(server() + " & echo $! >\"$DATA_DIR/pid\"; wait\n");
        long pid =
                Long.parseLong(
                        Files.readString(target.data().orElseThrow().resolve("pid")).strip());

        assertThatThrownBy(target::stop)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("left processes behind");

        assertThat(ProcessTree.isRunning(pid)).isFalse();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void stop_ofAServerThatEndedByItself_isAnErrorWithItsExitCode() throws Exception {
        Target target = start("exec " + server() + "\n");
        ProcessHandle server = ProcessHandle.of(target.pid().orElseThrow()).orElseThrow();
        assertThat(server.destroyForcibly()).isTrue();
        server.onExit().join();

        assertThatThrownBy(target::stop)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended by itself with exit code 137");
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void script_withComments_saysWhatItStarts() throws IOException {
        Path script = script("# bench-name: Some sérver\n# bench-durability: flushed\n");

        assertThat(StartScript.read(script))
                .isEqualTo(new StartScript(script, "Some sérver", "flushed", "not named"));
    }

    @Test
    void program_thatIsNoText_hasTheNameOfItsFile() throws IOException {
        Path program = Files.write(folder.resolve("program"), new byte[] {0x7f, (byte) 0xff, 0});

        assertThat(StartScript.read(program).name()).isEqualTo("program");
    }

    @Test
    void version_ofAServerThatAnswersWithAPage_isNotTold() throws Exception {
        byte[] page = TrivialServer.answer("200 OK", "<html>\"name\"</html>");
        try (TrivialServer server = new TrivialServer(_ -> page)) {
            Target target = running(server);

            assertThat(target.version()).isEmpty();
        }
    }

    @Test
    void version_ofAServerThatTellsIt_isNameAndVersion() throws Exception {
        byte[] answer =
                TrivialServer.answer(
                        "200 OK", "{\"server\":{\"version\":\"1.2\",\"name\":\"Some\"}}");
        try (TrivialServer server = new TrivialServer(_ -> answer)) {
            assertThat(running(server).version()).contains("Some 1.2");
        }
    }

    private static Target running(TrivialServer server) {
        return new RunningTarget(server.uri(), OptionalLong.empty(), Optional.empty(), "");
    }
}
