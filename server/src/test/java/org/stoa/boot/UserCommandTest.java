package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;
import org.stoa.testing.TestClient;

/// `./stoa user`, while the server runs and while it does not.
@ParameterizedClass(name = "server runs: {0}")
@ValueSource(booleans = {true, false})
final class UserCommandTest {
    private final boolean running;
    @TempDir private Path folder;
    private Path data = Path.of("");
    private @Nullable StoaProcess server;

    UserCommandTest(boolean running) {
        this.running = running;
    }

    @BeforeEach
    void serve() {
        data = folder.resolve("data");
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

    /// Asks the server, which runs for that long if it does not run anyway.
    private void ask(Consumer<StoaProcess> questions) {
        if (server != null) {
            questions.accept(server);
            return;
        }
        try (StoaProcess brief = StoaProcess.server(data).serve()) {
            questions.accept(brief);
        }
    }

    private Ended user(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("user"));
        all.addAll(List.of(arguments));
        return StoaProcess.command(folder, all.toArray(String[]::new))
                .set("data_dir", data.toString())
                .set("passwords.memory_kib", "64")
                .input(input)
                .run();
    }

    private static void assertSaid(Ended ended, String line) {
        assertThat(ended).isEqualTo(new Ended(0, line + "\n", ""));
    }

    private static Answer logIn(StoaProcess at, String user, String password) {
        return at.client()
                .post(
                        "/login",
                        JsonObject.of(
                                "type",
                                "m.login.password",
                                "identifier",
                                JsonObject.of("type", "m.id.user", "user", user),
                                "password",
                                password));
    }

    @Test
    void add_withAPassword_makesAnAccountThatLogsIn() {
        assertSaid(user("se cret\n", "add", "bob"), "Made @bob:localhost.");

        ask(
                at ->
                        assertThat(logIn(at, "bob", "se cret").string("user_id"))
                                .isEqualTo("@bob:localhost"));
    }

    @Test
    void add_withoutAPassword_makesNothingAndEndsWith2() {
        Ended ended = user("", "add", "bob");

        assertThat(ended)
                .isEqualTo(
                        new Ended(
                                2,
                                "",
                                "stoa: expected a password on the first line of the standard input\n"));
        assertThat(user("", "list")).isEqualTo(new Ended(0, "", ""));
    }

    @Test
    void anyCommand_whereThereIsNoDatabase_saysSoAndMakesNone() {
        Path elsewhere = folder.resolve("elsewhere");
        for (String command : List.of("user list", "report list", "user add bob")) {
            Ended ended =
                    StoaProcess.command(folder, command.split(" "))
                            .set("data_dir", elsewhere.toString())
                            .input("secret\n")
                            .run();

            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .startsWith("stoa: there is no database in " + elsewhere + ": ")
                    .hasLineCount(1);
        }
        assertThat(elsewhere).doesNotExist();
    }

    @Test
    void add_ofANameInUse_isRefusedWithOneLine() {
        user("secret\n", "add", "bob");

        Ended ended = user("other\n", "add", "bob");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).startsWith("stoa: ").hasLineCount(1);
        ask(at -> logIn(at, "bob", "secret").ok());
    }

    @Test
    void password_whenChanged_endsSessionsAndReplacesTheOldOne() {
        user("old\n", "add", "bob");
        List<JsonObject> logins = new ArrayList<>();
        ask(at -> logins.add(logIn(at, "bob", "old").ok()));

        assertSaid(
                user("new\n", "password", "@bob:localhost"),
                "Set the password of @bob:localhost and ended its sessions.");

        ask(
                at -> {
                    TestClient session = at.client().as(logins.getFirst());
                    assertThat(session.get("/account/whoami").error())
                            .isEqualTo("401 M_UNKNOWN_TOKEN");
                    assertThat(logIn(at, "bob", "old").error()).isEqualTo("403 M_FORBIDDEN");
                    logIn(at, "bob", "new").ok();
                });
    }

    @Test
    void admin_givenAndTaken_standsInTheList() {
        assertSaid(
                user("", "add", "--no-password", "--admin", "ann"),
                "Made @ann:localhost, an administrator.");
        user("", "add", "--no-password", "bob");

        assertSaid(user("", "admin", "bob"), "bob is an administrator now.");
        assertSaid(user("", "admin", "--revoke", "ann"), "ann is no longer an administrator.");

        assertThat(user("", "list").out())
                .matches("[-0-9T:.]+Z  @ann:localhost\n[-0-9T:.]+Z  @bob:localhost  admin\n");
        JsonObject ann =
                Json.parseObject(
                        user("", "list", "--json")
                                .out()
                                .lines()
                                .findFirst()
                                .orElseThrow()
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(ann.string("user_id")).hasValue("@ann:localhost");
        assertThat(ann.bool("admin")).hasValue(false);
    }

    @Test
    void account_thatIsLocked_canOnlyLogOutUntilThatIsRevoked() {
        user("secret\n", "add", "bob");
        List<JsonObject> logins = new ArrayList<>();
        ask(at -> logins.add(logIn(at, "bob", "secret").ok()));

        assertSaid(user("", "lock", "bob"), "bob is locked now.");
        ask(at -> assertThat(whoami(at, logins.getFirst()).error()).isEqualTo("401 M_USER_LOCKED"));
        assertSaid(user("", "lock", "--revoke", "bob"), "bob is no longer locked.");
        ask(at -> whoami(at, logins.getFirst()).ok());
    }

    @Test
    void account_thatIsSuspendedAndThenClosed_standsSoInTheList() {
        user("secret\n", "add", "bob");

        assertSaid(user("", "suspend", "bob"), "bob is suspended now.");
        assertThat(user("", "list").out()).endsWith("  @bob:localhost  suspended\n");
        assertSaid(user("", "suspend", "--revoke", "bob"), "bob is no longer suspended.");
        assertSaid(user("", "deactivate", "--erase", "bob"), "bob is closed and erased.");
        assertThat(user("", "list").out()).endsWith("  @bob:localhost  deactivated\n");
        ask(
                at ->
                        assertThat(logIn(at, "bob", "secret").error())
                                .isEqualTo("403 M_USER_DEACTIVATED"));
    }

    private static Answer whoami(StoaProcess at, JsonObject login) {
        return at.client().as(login).get("/account/whoami");
    }

    @Test
    void account_thatDoesNotExist_isNamed() {
        assertThat(user("", "deactivate", "nobody"))
                .isEqualTo(new Ended(1, "", "stoa: There is no account named nobody\n"));
        assertThat(user("secret\n", "password", "nobody"))
                .isEqualTo(new Ended(1, "", "stoa: There is no account named nobody\n"));
        assertThat(user("", "admin", "nobody"))
                .isEqualTo(new Ended(1, "", "stoa: There is no account named nobody\n"));
    }
}
