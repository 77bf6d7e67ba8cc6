package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;
import org.stoa.testing.TestClient;
import org.stoa.testing.TestRegistrations;

/// `./stoa appservice`, while the server runs and while it does not.
@ParameterizedClass(name = "server runs: {0}")
@ValueSource(booleans = {true, false})
final class AppServiceCommandTest {
    private final boolean running;
    @TempDir private Path folder;
    private Path data = Path.of("");
    private Path config = Path.of("");
    private @Nullable StoaProcess server;

    AppServiceCommandTest(boolean running) {
        this.running = running;
    }

    @BeforeEach
    void serve() throws IOException {
        data = folder.resolve("data");
        config = Files.writeString(folder.resolve("stoa.yaml"), "data_dir: " + data + "\n");
        if (running) {
            server = StoaProcess.server(data).serve();
        } else {
            StoaProcess.server(data).serve().close();
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Ended appservice(String... arguments) {
        List<String> all = new ArrayList<>(List.of("appservice"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return StoaProcess.command(folder, all.toArray(String[]::new)).run();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// How the server answers the token of the bridge.
    private String whoami() {
        if (server == null) {
            try (StoaProcess brief = StoaProcess.server(data).serve()) {
                return whoami(brief);
            }
        }
        return whoami(server);
    }

    private static String whoami(StoaProcess asked) {
        TestClient bridge =
                asked.client()
                        .as(
                                JsonObject.of(
                                        "user_id", "@ircbot:localhost",
                                        "access_token", TestRegistrations.AS_TOKEN,
                                        "device_id", "none"));
        int status = bridge.get("/account/whoami").status();
        return "" + status;
    }

    @Test
    void registration_thatIsAddedAndRemoved_holdsWithoutARestart() throws IOException {
        Path irc = file("irc.yaml", TestRegistrations.irc("http://localhost:9999"));

        assertThat(appservice("add", irc.toString()))
                .isEqualTo(new Ended(0, "Added irc, which is @ircbot:localhost.\n", ""));

        assertThat(whoami()).isEqualTo("200");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(
                                        data.resolve("appservices/irc.yaml"))))
                .isEqualTo("rw-------");
        assertThat(appservice("list").out())
                .startsWith("irc  @ircbot:localhost  http://localhost:9999");
        assertThat(appservice("add", irc.toString()).err())
                .contains("the id 'irc' is that of another application service");

        assertThat(appservice("remove", "irc").exitCode()).isZero();

        assertThat(whoami()).isEqualTo("401");
        assertThat(appservice("list").out()).isEmpty();
        assertThat(appservice("remove", "irc").exitCode()).isEqualTo(2);
    }

    @Test
    void configuration_thatNamesAnother_holdsAfterReload() throws IOException {
        Path irc = file("irc.yaml", TestRegistrations.irc("http://localhost:9999"));
        Files.writeString(
                config, "data_dir: " + data + "\napp_service_config_files:\n  - \"" + irc + "\"\n");

        Ended ended = appservice("reload");

        assertThat(ended.out())
                .isEqualTo(
                        running
                                ? "The server knows 1 now.\n"
                                : "No server runs; it will know 1.\n");
        assertThat(appservice("remove", "irc").err()).contains("the configuration names");
        if (running) {
            assertThat(whoami()).isEqualTo("200");
        }
    }

    @Test
    void registration_thatContradictsAnother_changesNothing() throws IOException {
        Path irc = file("irc.yaml", TestRegistrations.irc("http://localhost:9999"));
        appservice("add", irc.toString());
        String other =
                TestRegistrations.irc("http://localhost:9998")
                        .replace("id: irc", "id: other")
                        .replace("the-", "another-")
                        .replace("ircbot", "otherbot")
                        .replace("#irc_", "#other_");

        Ended refused = appservice("add", file("other.yaml", other).toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "other.yaml line 9: the exclusive namespace '@irc_.*' has names in common")
                .contains("irc.yaml line 9");
        assertThat(data.resolve("appservices")).isDirectoryContaining("glob:**/irc.yaml");
        assertThat(data.resolve("appservices")).isDirectoryNotContaining("glob:**/other*");
        // By hand, past the command: the server goes on with what it knows.
        Files.writeString(data.resolve("appservices/other.yaml"), other);
        assertThat(appservice("reload").err()).contains("has names in common");
        if (running) {
            assertThat(whoami()).isEqualTo("200");
        }
    }

    @Test
    void check_ofAWrongFile_namesFileAndLineAndChangesNothing() throws IOException {
        Path wrong =
                file("wrong.yaml", TestRegistrations.irc("http://x").replace("@irc_", "@(irc_"));

        Ended ended = appservice("check", wrong.toString());

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("wrong.yaml line 9: namespaces.users: '@(irc_.*' is no");
        assertThat(appservice("add", wrong.toString()).exitCode()).isEqualTo(2);
        assertThat(appservice("check").out()).isEqualTo("There are no registrations.\n");
        assertThat(
                        appservice(
                                        "check",
                                        file("irc.yaml", TestRegistrations.irc("null")).toString())
                                .out())
                .isEqualTo("irc: @ircbot:localhost is right.\n");
    }
}
