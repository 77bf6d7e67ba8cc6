package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.accounts.register.CaptchaConfig;
import org.stoa.accounts.register.CaptchaService;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.TestClient;

/// A service of captchas that takes one answer as solved.
final class CaptchaTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer service = server();
    private volatile int status = 200;

    @BeforeEach
    void serve() {
        service.createContext(
                "/verify",
                exchange -> {
                    String form =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    asked.add(form);
                    boolean solved = form.endsWith("response=right+one");
                    byte[] answer =
                            ("{\"success\":" + solved + "}").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @EachEngine
    void register_withASolvedCaptcha_makesAnAccount(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(List.of()))) {
            TestClient nobody = server.client();
            JsonObject challenge =
                    nobody.post("/register", json("{'username':'alice','password':'wonderland'}"))
                            .with(401);

            JsonObject without = attempt(nobody, challenge, "{}", 401);
            JsonObject wrong = attempt(nobody, challenge, "{'response':'wrong one'}", 401);
            JsonObject right = attempt(nobody, challenge, "{'response':'right one'}", 200);

            assertThat(challenge.without("session"))
                    .isEqualTo(
                            json(
                                    "{'flows':[{'stages':['m.login.recaptcha']}],"
                                            + "'params':{'m.login.recaptcha':{'public_key':'site'}}}"));
            assertThat(without.string("errcode")).contains("M_CAPTCHA_NEEDED");
            assertThat(wrong.string("errcode")).contains("M_CAPTCHA_INVALID");
            assertThat(right.string("user_id")).contains("@alice:localhost");
            assertThat(asked)
                    .containsExactly(
                            "secret=se%26cret&response=wrong+one",
                            "secret=se%26cret&response=right+one");
        }
    }

    @EachEngine
    void register_whenTheServiceFails_saysSoAndMayBeTriedAgain(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(List.of()))) {
            TestClient nobody = server.client();
            JsonObject challenge = nobody.post("/register", json("{'username':'eve'}")).with(401);
            status = 500;

            JsonObject failed = attempt(nobody, challenge, "{'response':'right one'}", 401);
            status = 200;
            JsonObject again = attempt(nobody, challenge, "{'response':'right one'}", 200);

            assertThat(failed.string("errcode")).contains("M_UNKNOWN");
            assertThat(failed.string("session")).isEqualTo(challenge.string("session"));
            assertThat(again.string("user_id")).contains("@eve:localhost");
        }
    }

    @EachEngine
    void register_withATokenInstead_needsNoCaptcha(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(List.of("sesame")))) {
            TestClient nobody = server.client();
            JsonObject challenge = nobody.post("/register", json("{'username':'bob'}")).with(401);

            JsonObject registered =
                    nobody.post(
                                    "/register",
                                    JsonObject.of(
                                            "auth",
                                            JsonObject.of(
                                                    "type",
                                                    "m.login.registration_token",
                                                    "token",
                                                    "sesame",
                                                    "session",
                                                    challenge.string("session").orElseThrow())))
                            .ok();

            assertThat(challenge.array("flows").orElseThrow().objects())
                    .containsExactly(
                            json("{'stages':['m.login.recaptcha']}"),
                            json("{'stages':['m.login.registration_token']}"));
            assertThat(registered.string("user_id")).contains("@bob:localhost");
            assertThat(asked).isEmpty();
        }
    }

    @EachEngine
    void flows_whileThereIsATokenOfTheOperator_haveItToo(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(List.of()))) {
            TestClient nobody = server.client();
            String token = server.module().registrationTokens().create(null, 1L, null);

            JsonObject with = nobody.post("/register", JsonObject.EMPTY).with(401);
            server.module().registrationTokens().delete(token);
            JsonObject without = nobody.post("/register", JsonObject.EMPTY).with(401);

            assertThat(with.array("flows").orElseThrow().objects())
                    .containsExactly(
                            json("{'stages':['m.login.recaptcha']}"),
                            json("{'stages':['m.login.registration_token']}"));
            assertThat(without.array("flows").orElseThrow().objects())
                    .containsExactly(json("{'stages':['m.login.recaptcha']}"));
        }
    }

    private AccountsConfig config(List<String> tokens) {
        URI verifyUrl =
                URI.create("http://localhost:" + service.getAddress().getPort() + "/verify");
        return AccountsServer.config()
                .withRegistration(
                        new RegistrationConfig(RegistrationMode.OPEN, false, tokens, null)
                                .withCaptcha(
                                        new CaptchaConfig(
                                                CaptchaService.RECAPTCHA,
                                                "site",
                                                "se&cret",
                                                verifyUrl)));
    }

    private static JsonObject attempt(
            TestClient nobody, JsonObject challenge, String with, int status) {
        JsonObject auth =
                json(with).toBuilder()
                        .put("type", "m.login.recaptcha")
                        .put("session", challenge.string("session").orElseThrow())
                        .build();
        return nobody.post("/register", JsonObject.of("auth", auth)).with(status);
    }

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
