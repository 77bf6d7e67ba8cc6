package org.stoa.boot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoa.testing.TestRegistrations;

/// What `./stoa appservice` says to somebody who names the wrong file.
final class RegistrationMistakesTest {
    @TempDir private Path folder;
    private Path data = Path.of("");
    private Path config = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        data = folder.resolve("data");
        config = file("stoa.yaml", "data_dir: " + data + "\n");
        // What tells that a server was here; nothing of this opens it.
        Files.createFile(Files.createDirectories(data).resolve("stoa.db"));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Outcome appservice(String command, Path file) {
        return Outcome.of("appservice", command, file.toString(), "--config", config.toString());
    }

    @Test
    void file_thatIsNoRegistration_isSaidToBeNone() throws IOException {
        Path missing = folder.resolve("nothing.yaml");

        assertThat(appservice("add", missing))
                .isEqualTo(new Outcome(2, "", "stoa: there is no file " + missing + "\n"));
        assertThat(appservice("check", folder))
                .isEqualTo(new Outcome(2, "", "stoa: " + folder + " is no file of text\n"));
        assertThat(appservice("add", file("page.html", "<html><body>")).err())
                .contains("page.html line 1: expected lines of the form 'key: value'");
        assertThat(appservice("add", file("empty.yaml", "")).err())
                .contains("empty.yaml: url is missing; a registration has");
        assertThat(data.resolve("appservices")).doesNotExist();
    }

    @Test
    void folder_withoutADatabase_isSaidToHaveNone() throws IOException {
        Path irc = file("irc.yaml", TestRegistrations.irc("null"));
        Files.delete(data.resolve("stoa.db"));

        for (String command : List.of("add " + irc, "remove irc", "reload")) {
            String[] arguments = ("appservice " + command + " --config " + config).split(" ");
            Outcome outcome = Outcome.of(arguments);

            assertThat(outcome.exitCode()).as(command).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .startsWith("stoa: there is no database in " + data + ": ")
                    .hasLineCount(1);
        }
        assertThat(data.resolve("appservices")).doesNotExist();
    }

    @Test
    void file_thatIsKnownAlready_isCheckedOnceAndNotAdded() throws IOException {
        Path irc = file("irc.yaml", TestRegistrations.irc("http://localhost:9999"));
        file("stoa.yaml", "data_dir: " + data + "\napp_service_config_files: [irc.yaml]\n");

        assertThat(appservice("check", irc).out()).isEqualTo("irc: @ircbot:localhost is right.\n");
        assertThat(appservice("add", irc).err())
                .isEqualTo(
                        "stoa: " + irc + " is known already; after a change: appservice reload\n");
    }

    @Test
    void name_thatIsTakenInTheFolder_isNotWrittenOver() throws IOException {
        Path folderOfServices = Files.createDirectories(data.resolve("appservices"));
        String other = TestRegistrations.irc("null").replace("irc", "xmpp").replace("the-", "a-");
        Path taken = Files.writeString(folderOfServices.resolve("irc.yaml"), other);

        Outcome outcome = appservice("add", file("irc.yaml", TestRegistrations.irc("null")));

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo(
                        "stoa: " + taken + " is there already, and has another id than its name\n");
        assertThat(taken).hasContent(other);
    }
}
