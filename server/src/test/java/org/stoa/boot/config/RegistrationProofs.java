package org.stoa.boot.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import org.stoa.accounts.PolicyDocument;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.Answer;

/// Proofs of the keys that say accounts.
final class RegistrationProofs {
    private final ProofServers servers;

    RegistrationProofs(ProofServers servers) {
        this.servers = servers;
    }

    /// The proofs by their keys.
    Map<String, KeyProof> proofs() {
        return Map.ofEntries(
                Map.entry("registration.mode", this::registrationMode),
                Map.entry("registration.tokens", this::registrationTokens),
                Map.entry("registration.shared_secret", this::sharedSecret),
                Map.entry("registration.terms", this::terms),
                Map.entry("registration.guests", this::guests),
                Map.entry("passwords.memory_kib", this::passwordCost),
                Map.entry("passwords.iterations", this::passwordCost),
                Map.entry("captcha.service", this::captchaService),
                Map.entry("captcha.site_key", this::captcha),
                Map.entry("captcha.secret_key", this::captcha),
                Map.entry("captcha.verify_url", this::captcha));
    }

    private void registrationMode() {
        try (ProofServers.Running running = servers.with("registration.mode", "off")) {
            assertThat(register(running, "m.login.dummy", "").error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    private void registrationTokens() {
        try (ProofServers.Running running =
                servers.with("registration.mode", "token", "registration.tokens", "sesame")) {
            assertThat(register(running, "m.login.registration_token", "other").status())
                    .isEqualTo(401);
            register(running, "m.login.registration_token", "sesame").ok();
        }
    }

    private static Answer register(ProofServers.Running running, String stage, String token) {
        JsonObject start = JsonObject.of("username", "alice", "password", "secret");
        String session =
                stage.equals("m.login.dummy")
                        ? ""
                        : running.client()
                                .post("/register", start)
                                .with(401)
                                .string("session")
                                .orElseThrow();
        return running.client()
                .post(
                        "/register",
                        JsonObject.of(
                                "username", "alice",
                                "password", "secret",
                                "auth",
                                        JsonObject.of(
                                                "type", stage, "token", token, "session",
                                                session)));
    }

    private void sharedSecret() {
        String path = "/_synapse/admin/v1/register";
        try (ProofServers.Running without = servers.with();
                ProofServers.Running running =
                        servers.with("registration.shared_secret", "secret")) {
            assertThat(without.client().get(path).status()).isEqualTo(404);
            running.client().get(path).string("nonce");
        }
    }

    private void terms() {
        StoaConfig config =
                StoaConfig.of(
                        ConfigFiles.settings(
                                servers.folder(),
                                """
                                registration:
                                  terms:
                                    - {id: privacy, version: "1", language: en, name: Privacy, url: "https://a.example/p"}
                                """),
                        servers.folder());

        assertThat(
                        FeatureConfigs.homeserver(config, InstantSource.system())
                                .accounts()
                                .registration()
                                .terms())
                .containsExactly(
                        new PolicyDocument(
                                "privacy",
                                "1",
                                "en",
                                "Privacy",
                                URI.create("https://a.example/p")));
    }

    private void guests() {
        try (ProofServers.Running without = servers.with();
                ProofServers.Running running = servers.with("registration.guests", "true")) {
            assertThat(without.client().post("/register?kind=guest", JsonObject.EMPTY).status())
                    .isEqualTo(403);
            running.client().post("/register?kind=guest", JsonObject.EMPTY).ok();
        }
    }

    private void passwordCost() throws SQLException {
        Path data = servers.newFolder("cost");
        try (ProofServers.Running running =
                servers.with(
                        "data_dir",
                        data.toString(),
                        "passwords.memory_kib",
                        "128",
                        "passwords.iterations",
                        "3")) {
            running.client().register("alice");
        }
        assertThat(
                        ProofServers.text(
                                "jdbc:sqlite:" + data.resolve("stoa.db"),
                                "SELECT password_hash FROM account"))
                .startsWith("$argon2id$v=19$m=128,t=3,p=1$");
    }

    private void captchaService() {
        try (ProofServers.Running turnstile = servers.with(captchaOf("turnstile"))) {
            String page =
                    turnstile.client().get("/auth/m.login.recaptcha/fallback/web?session=x").text();
            assertThat(page).contains("challenges.cloudflare.com");
        }
    }

    /// Nobody listens where it is to be checked, which only shows when both keys and the address are used.
    private void captcha() {
        try (ProofServers.Running with = servers.with(captchaOf("recaptcha"))) {
            JsonObject challenge =
                    with.client()
                            .post(
                                    "/register",
                                    JsonObject.of(
                                            "auth",
                                            JsonObject.of(
                                                    "type",
                                                    "m.login.recaptcha",
                                                    "response",
                                                    "solved")))
                            .with(401);
            assertThat(challenge.object("params"))
                    .contains(
                            JsonObject.of(
                                    "m.login.recaptcha", JsonObject.of("public_key", "public")));
            assertThat(challenge.string("errcode")).contains("M_UNKNOWN");
        }
    }

    private static String[] captchaOf(String service) {
        return new String[] {
            "registration.mode", "open",
            "captcha.service", service,
            "captcha.site_key", "public",
            "captcha.secret_key", "private",
            "captcha.verify_url", "http://127.0.0.1:1/verify"
        };
    }
}
