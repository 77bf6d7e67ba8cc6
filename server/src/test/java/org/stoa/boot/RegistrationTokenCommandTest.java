package org.stoa.boot;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;
import org.stoa.testing.StoaProcess;
import org.stoa.testing.StoaProcess.Ended;

/// `./stoa registration-token`, while the server runs and while it does not.
@ParameterizedClass(name = "server runs: {0}")
@ValueSource(booleans = {true, false})
final class RegistrationTokenCommandTest {
    private final boolean running;
    @TempDir private Path folder;
    private Path data = Path.of("");
    private @Nullable StoaProcess server;

    RegistrationTokenCommandTest(boolean running) {
        this.running = running;
    }

    @BeforeEach
    void serve() {
        data = folder.resolve("data");
        StoaProcess fresh = start();
        if (running) {
            server = fresh;
        } else {
            fresh.close();
        }
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private StoaProcess start() {
        return StoaProcess.server(data).set("registration.mode", "token").serve();
    }

    private Ended token(String... arguments) {
        List<String> all = new ArrayList<>(List.of("registration-token"));
        all.addAll(List.of(arguments));
        return StoaProcess.command(folder, all.toArray(String[]::new))
                .set("data_dir", data.toString())
                .run();
    }

    private List<String> register(String token, String... names) {
        if (server != null) {
            return register(server, token, names);
        }
        try (StoaProcess brief = start()) {
            return register(brief, token, names);
        }
    }

    private static List<String> register(StoaProcess at, String token, String... names) {
        List<String> answers = new ArrayList<>();
        for (String name : names) {
            JsonObject auth = JsonObject.of("type", "m.login.registration_token", "token", token);
            Answer answer =
                    at.client().post("/register", JsonObject.of("username", name, "auth", auth));
            answers.add(answer.status() == 200 ? answer.string("user_id") : answer.error());
        }
        return answers;
    }

    @Test
    void token_forOneAccount_makesOne() {
        Ended added = token("add", "--uses", "1");
        String token = added.out().strip();

        List<String> answers = register(token, "bob", "eve");

        assertThat(added).isEqualTo(new Ended(0, token + "\n", ""));
        assertThat(answers).containsExactly("@bob:localhost", "401 M_FORBIDDEN");
        assertThat(token("list").out()).isEqualTo(token + "  used 1 times of 1  forever\n");
    }

    @Test
    void token_thatWasDeleted_isListedAndGoodNoMore() {
        Ended added = token("add", "sesame", "--days", "7");
        String listed = token("list").out();

        Ended deleted = token("delete", "sesame");

        assertThat(added).isEqualTo(new Ended(0, "sesame\n", ""));
        assertThat(listed).matches("sesame  used 0 times  until \\S+\n");
        assertThat(deleted).isEqualTo(new Ended(0, "Deleted sesame.\n", ""));
        assertThat(token("list")).isEqualTo(new Ended(0, "", ""));
        assertThat(register("sesame", "bob")).containsExactly("401 M_FORBIDDEN");
    }

    @Test
    void token_thatCannotBe_isRefusedWithOneLine() {
        token("add", "sesame");

        assertThat(token("add", "sesame").err())
                .isEqualTo("stoa: That registration token exists\n");
        assertThat(token("add", "open sesame").err()).hasLineCount(1);
        assertThat(token("add", "--uses", "0").err())
                .isEqualTo("stoa: a token is good for 1 account or more\n");
        assertThat(token("add", "--days", "99999999999").err())
                .isEqualTo("stoa: a token is good for 1 day to 100 years\n");
        assertThat(token("delete", "nothing").err())
                .isEqualTo(
                        "stoa: there is no token 'nothing' that was made by registration-token add\n");
    }
}
