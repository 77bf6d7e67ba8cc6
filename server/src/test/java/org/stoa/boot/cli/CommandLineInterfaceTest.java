package org.stoa.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.boot.config.ConfigTemplate;

final class CommandLineInterfaceTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "serve",
                "generate-config",
                "user",
                "user add",
                "user password",
                "user list",
                "user admin",
                "user lock",
                "user suspend",
                "user deactivate",
                "registration-token",
                "registration-token add",
                "registration-token list",
                "registration-token delete",
                "notice",
                "notice send",
                "appservice",
                "appservice add",
                "appservice list",
                "federation",
                "federation list",
                "federation retry",
                "doctor",
                "version"
            })
    void command_askedForHelp_explainsItselfAndTheExitCodes(String command) {
        Outcome outcome = Outcome.of((command + " --help").strip().split(" "));

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("Usage: stoa" + (command.isEmpty() ? "" : " " + command));
        assertThat(outcome.out()).contains("Exit codes:", "another process uses the data folder");
    }

    @Test
    void command_thatDoesNotExist_endsWith2AndASuggestion() {
        Outcome outcome = Outcome.of("serv");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo(
                        "stoa: Unmatched argument at index 0: 'serv'; did you mean 'serve'? ('./stoa --help' says more)\n");
    }

    @Test
    void flag_beforeTheCommand_isRefusedAndNotIgnored() {
        Outcome outcome =
                Outcome.of("--data-dir", folder.toString(), "appservice", "check", "none.yaml");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo(
                        "stoa: --data-dir belongs behind the command ('./stoa appservice --help' says more)\n");
    }

    @Test
    void flag_thatDoesNotExist_endsWith2AndOneLine() {
        Outcome outcome = Outcome.of("version", "--loud");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("stoa: Unknown option: '--loud'").hasLineCount(1);
    }

    @Test
    void key_thatDoesNotExist_endsWith2AndOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("stoa.yaml"), "\nserver_nam: a.example\n");

        Outcome outcome = Outcome.of("serve", "--config", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo(
                        "stoa: stoa.yaml line 2: unknown key 'server_nam'; did you mean 'server_name'?\n");
    }

    @Test
    void version_always_namesStoaAndJava() {
        Outcome outcome = Outcome.of("version");

        assertThat(outcome.out()).matches("Stoa \\S+ \\(Java \\S+, .+\\)\\R");
    }

    @Test
    void generateConfig_withoutAFile_printsTheTemplate() {
        Outcome outcome = Outcome.of("generate-config");

        assertThat(outcome).isEqualTo(new Outcome(0, ConfigTemplate.render(Map.of()), ""));
    }

    @Test
    void generateConfig_intoAFileThatExists_leavesItAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("stoa.yaml"), "mine");

        Outcome outcome = Outcome.of("generate-config", "--output", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .isEqualTo("stoa: " + file + " exists already; it was left as it is\n");
        assertThat(file).hasContent("mine");
    }

    @Test
    void generateConfig_withAName_writesItIntoTheFile() {
        Path file = folder.resolve("new.yaml");

        Outcome outcome =
                Outcome.of(
                        "generate-config", "--server-name", "example.org", "-o", file.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(file).content().contains("\nserver_name: example.org\n");
    }
}
