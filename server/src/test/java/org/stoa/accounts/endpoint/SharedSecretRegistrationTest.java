package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.stoa.accounts.AccountSummary;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.protocol.json.JsonBoolean;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.json.JsonString;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;

final class SharedSecretRegistrationTest {

    private static final String PATH = "/_synapse/admin/v1/register";

    @EachEngine
    void register_withProof_makesAnAccountAlsoWhenRegistrationIsOff(TestDatabase database) {
        AccountsConfig config =
                AccountsServer.config()
                        .withRegistration(
                                new RegistrationConfig(
                                        RegistrationMode.OFF, false, List.of(), "shared"));
        try (var server = AccountsServer.start(database, config)) {
            JsonObject body =
                    body(server, "Alice", false).with("displayname", new JsonString("Al"));

            JsonObject registered = server.client().post(PATH, body).ok();

            TestClient alice = server.client().as(registered);
            assertThat(alice.id()).isEqualTo("@alice:localhost");
            assertThat(registered.string("home_server")).contains("localhost");
            assertThat(alice.get("/profile/{}", alice.id()).ok())
                    .isEqualTo(json("{'displayname':'Al'}"));
            assertThat(server.module().admin().list())
                    .extracting(AccountSummary::admin)
                    .containsExactly(false);
        }
    }

    @EachEngine
    void register_ofAdministrator_makesOne(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            server.client().post(PATH, body(server, "root", true)).ok();

            assertThat(server.module().admin().list())
                    .extracting(AccountSummary::admin)
                    .containsExactly(true);
        }
    }

    @EachEngine
    void register_withProofOfSomethingElse_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject body = body(server, "mallory", false);

            Answer answer = server.client().post(PATH, body.with("admin", new JsonBoolean(true)));

            assertThat(answer.error()).isEqualTo("403 M_FORBIDDEN");
        }
    }

    @EachEngine
    void register_withNonceOfBeforeOrAgain_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject late = body(server, "late", false);
            server.time().advance(Duration.ofSeconds(61));
            JsonObject once = body(server, "once", false);
            server.client().post(PATH, once).ok();

            assertThat(server.client().post(PATH, late).error()).isEqualTo("400 M_INVALID_PARAM");
            assertThat(server.client().post(PATH, once).error()).isEqualTo("400 M_INVALID_PARAM");
        }
    }

    @EachEngine
    void register_withMissingParts_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            for (String part : List.of("nonce", "mac", "username", "password")) {
                JsonObject body = body(server, "alice", false).without(part);

                assertThat(server.client().post(PATH, body).error())
                        .isEqualTo("400 M_MISSING_PARAM");
            }
        }
    }

    @EachEngine
    void register_ofInvalidName_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            assertThat(server.client().post(PATH, body(server, "al!ce", false)).error())
                    .isEqualTo("400 M_INVALID_USERNAME");
        }
    }

    @EachEngine
    void register_withADisplayNameThatNobodyCanHave_makesNoAccount(TestDatabase database) {
        try (var server = AccountsServer.start(database)) {
            JsonObject tooLong =
                    body(server, "alice", false)
                            .with("displayname", new JsonString("a".repeat(257)));
            JsonObject noText = body(server, "alice", false).with("displayname", JsonBoolean.TRUE);

            assertThat(server.client().post(PATH, tooLong).error())
                    .isEqualTo("400 M_INVALID_PARAM");
            assertThat(server.client().post(PATH, noText).error()).isEqualTo("400 M_BAD_JSON");
            assertThat(server.module().admin().list()).isEmpty();
        }
    }

    @EachEngine
    void endpoint_withoutSecret_isNotThere(TestDatabase database) {
        AccountsConfig config = AccountsServer.config().withRegistration(RegistrationConfig.OFF);
        try (var server = AccountsServer.start(database, config)) {
            assertThat(server.client().get(PATH).error()).isEqualTo("404 M_UNRECOGNIZED");
        }
    }

    private static JsonObject body(AccountsServer server, String name, boolean admin) {
        String nonce = server.client().get(PATH).string("nonce");
        String text = String.join("\0", nonce, name, "wonderland", admin ? "admin" : "notadmin");
        return JsonObject.of(
                "nonce",
                nonce,
                "username",
                name,
                "password",
                "wonderland",
                "admin",
                admin,
                "mac",
                mac(text));
    }

    private static String mac(String text) {
        try {
            Mac hmac = Mac.getInstance("HmacSHA1");
            hmac.init(new SecretKeySpec("shared".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return HexFormat.of().formatHex(hmac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
