package org.stoa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.bench.homeserver.TrivialServer;
import picocli.CommandLine;

final class MainTest {
    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    @TempDir private Path folder = Path.of("");

    private final StringWriter output = new StringWriter();

    private int run(List<String> arguments) {
        PrintWriter both = new PrintWriter(output);
        return Main.commandLine()
                .setOut(both)
                .setErr(both)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments.toArray(String[]::new));
    }

    private Path script(String name) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\nexit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    /// In the arguments, `OK` is a start script, `PLAIN` a file that is none, and `ME` this process.
    @ParameterizedTest
    @CsvSource({
        "run S99 --start OK, no scenario S99",
        "run S1 --start OK --only (, --only is no regular expression",
        "run S1 --start OK --only rooms=7777, --only 'rooms=7777' matches no case",
        "run S1 --start /nowhere, there is no start script /nowhere",
        "run S1 --start /tmp, there is no start script /tmp",
        "run S1 --start PLAIN, may not be run (chmod +x)",
        "run S1 --start OK --pid 1, they go with --target",
        "run S1 --start OK --folder /nowhere, --folder must be a folder that can be written to",
        "run S1 --start OK --json /nowhere/file, --json cannot be written",
        "run S1 --target https://127.0.0.1, --target must be http://HOST:PORT",
        "run S1 --target http://127.0.0.1:1/path, --target must be http://HOST:PORT",
        "run S1 --target http://127.0.0.1:1 --data /nowhere, --data is no folder",
        "run S1 --target http://127.0.0.1:1 --pid 99999999, --pid 99999999 is no process that runs",
        "run S1 --target http://127.0.0.1:1 --pid ME, has this driver among its children",
        "compare OK --runs 0, --runs must be 1 or more",
        "compare OK --minutes 0, --minutes must be 1 or more",
        "compare OK --name a/b, --name is no name of a file",
        "compare OK OK, two servers are named OK",
        "compare OK /nowhere, there is no start script /nowhere",
        "compare OK --out PLAIN, --out",
    })
    void arguments_thatAreWrong_areToldBeforeAnythingRuns(String arguments, String message)
            throws IOException {
        String ok = script("OK").toString();
        String plain = Files.writeString(folder.resolve("PLAIN"), "").toString();
        Map<String, String> meanings =
                Map.of("OK", ok, "PLAIN", plain, "ME", "" + ProcessHandle.current().pid());
        List<String> words =
                Arrays.stream(arguments.split(" "))
                        .map(word -> meanings.getOrDefault(word, word))
                        .toList();

        int code = run(words);

        assertThat(output.toString()).contains(message).doesNotContain("\tat ");
        assertThat(code).isEqualTo(WRONG_ARGUMENTS);
    }

    @Test
    void run_whenTheServerDoesNotStart_fails() throws IOException {
        int code =
                run(
                        List.of(
                                "run",
                                "S1",
                                "--start",
                                script("start").toString(),
                                "--folder",
                                folder.toString()));

        assertThat(output.toString())
                .contains("did not become a server")
                .contains("0 passed, 1 failed, 0 skipped");
        assertThat(code).isEqualTo(FAILED);
    }

    @Test
    void run_whenTheTargetIsNoHomeserver_saysSo() throws IOException {
        try (TrivialServer server = new TrivialServer()) {
            int code = run(List.of("run", "S1", "--target", server.uri().toString()));

            assertThat(output.toString()).contains(server.uri() + " is no Matrix homeserver");
            assertThat(code).isEqualTo(FAILED);
        }
    }

    @Test
    void run_whenTheTargetSpeaksSomethingElse_saysSo() throws IOException {
        byte[] greeting = "SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII);
        try (TrivialServer server = new TrivialServer(_ -> greeting)) {
            int code = run(List.of("run", "S1", "--target", server.uri().toString()));

            assertThat(output.toString())
                    .contains("does not speak HTTP/1.1: 'SSH-2.0-OpenSSH_9.2'")
                    .contains("0 passed, 1 failed, 0 skipped");
            assertThat(code).isEqualTo(FAILED);
        }
    }
}
