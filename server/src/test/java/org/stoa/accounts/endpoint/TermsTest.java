package org.stoa.accounts.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.TestClient.json;

import java.net.URI;
import java.util.List;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.AccountsServer;
import org.stoa.accounts.PolicyDocument;
import org.stoa.accounts.RegistrationConfig;
import org.stoa.accounts.RegistrationMode;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.testing.EachEngine;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.testing.Answer;
import org.stoa.testing.TestClient;

/// Registration on a server that has policies to accept.
final class TermsTest {

    private static final JsonObject WISH = json("{'username':'alice','password':'wonderland'}");

    @EachEngine
    void terms_ofSeveralDocumentsAndLanguages_areShown(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(RegistrationMode.OPEN))) {
            JsonObject challenge = server.client().post("/register", WISH).with(401);

            assertThat(challenge.without("session"))
                    .isEqualTo(
                            json(
                                    "{'flows':[{'stages':['m.login.terms']}],'params':{'m.login.terms':{'policies':{"
                                            + "'privacy':{'version':'1.2','en':{'name':'Privacy','url':'https://a.example/en'},"
                                            + "'de':{'name':'Datenschutz','url':'https://a.example/de'}},"
                                            + "'conduct':{'version':'3','en':{'name':'Conduct','url':'https://a.example/c'}}}}}}"));
        }
    }

    @EachEngine
    void account_ofWhoAccepted_isMadeAndKeepsWhatWasAccepted(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(RegistrationMode.OPEN))) {
            TestClient nobody = server.client();
            JsonObject challenge = nobody.post("/register", WISH).with(401);

            TestClient alice =
                    nobody.as(
                            nobody.post(
                                            "/register",
                                            WISH.with("auth", auth("m.login.terms", challenge)))
                                    .ok());

            assertThat(alice.get("/account/whoami").string("user_id"))
                    .isEqualTo("@alice:localhost");
            assertThat(consent(server, "alice"))
                    .isEqualTo("{\"privacy\":\"1.2\",\"conduct\":\"3\"}");
        }
    }

    @EachEngine
    void account_ofAGuestWhoAccepted_keepsWhatWasAccepted(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(RegistrationMode.OPEN))) {
            TestClient nobody = server.client();
            TestClient guest =
                    nobody.as(nobody.post("/register?kind=guest", JsonObject.EMPTY).ok());
            String name = guest.userId().localpart();
            JsonObject wish = JsonObject.of("username", name, "guest_access_token", guest.token());
            JsonObject challenge = nobody.post("/register", wish).with(401);

            nobody.post("/register", wish.with("auth", auth("m.login.terms", challenge))).ok();

            assertThat(consent(server, name)).isEqualTo("{\"privacy\":\"1.2\",\"conduct\":\"3\"}");
        }
    }

    @EachEngine
    void account_withTokenAndTerms_needsBothInOrder(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(RegistrationMode.TOKEN))) {
            TestClient nobody = server.client();
            JsonObject challenge = nobody.post("/register", WISH).with(401);
            JsonObject terms = WISH.with("auth", auth("m.login.terms", challenge));
            JsonObject token =
                    WISH.with(
                            "auth",
                            auth("m.login.registration_token", challenge).toBuilder()
                                    .put("token", "sesame")
                                    .build());

            Answer tooEarly = nobody.post("/register", terms);
            Answer half = nobody.post("/register", token);

            assertThat(tooEarly.error()).isEqualTo("401 M_FORBIDDEN");
            assertThat(half.with(401).array("completed").orElseThrow().strings())
                    .containsExactly("m.login.registration_token");
            nobody.as(nobody.post("/register", terms).ok()).get("/account/whoami").ok();
        }
    }

    @EachEngine
    void stage_byEmailOrPhone_isRefusedClearly(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(RegistrationMode.OPEN))) {
            TestClient nobody = server.client();
            JsonObject challenge = nobody.post("/register", WISH).with(401);

            for (String type : List.of("m.login.email.identity", "m.login.msisdn")) {
                assertThat(
                                nobody.post("/register", WISH.with("auth", auth(type, challenge)))
                                        .error())
                        .isEqualTo("401 M_THREEPID_MEDIUM_NOT_SUPPORTED");
            }
        }
    }

    @EachEngine
    void oldRegistration_whenThereAreTerms_isRefused(TestDatabase database) {
        try (var server = AccountsServer.start(database, config(RegistrationMode.OPEN))) {
            String path = "/_matrix/client/api/v1/register";
            JsonObject body =
                    json("{'type':'m.login.password','user':'alice','password':'wonderland'}");

            assertThat(server.client().post(path, body).error()).isEqualTo("403 M_FORBIDDEN");
            assertThat(server.client().get(path).ok()).isEqualTo(json("{'flows':[]}"));
        }
    }

    private static AccountsConfig config(RegistrationMode mode) {
        return AccountsServer.config()
                .withRegistration(
                        new RegistrationConfig(mode, true, List.of("sesame"), null)
                                .withTerms(
                                        List.of(
                                                document("privacy", "1.2", "en", "Privacy", "en"),
                                                document(
                                                        "privacy",
                                                        "1.2",
                                                        "de",
                                                        "Datenschutz",
                                                        "de"),
                                                document("conduct", "3", "en", "Conduct", "c"))));
    }

    private static PolicyDocument document(
            String id, String version, String language, String name, String path) {
        return new PolicyDocument(
                id, version, language, name, URI.create("https://a.example/" + path));
    }

    private static JsonObject auth(String type, JsonObject challenge) {
        return JsonObject.of("type", type, "session", challenge.string("session").orElseThrow());
    }

    private static String consent(AccountsServer server, String localpart) {
        return server.database()
                .read(
                        tx ->
                                tx.one(
                                                "SELECT COALESCE(consent, '') FROM account WHERE localpart = ?",
                                                row -> row.text(1),
                                                localpart)
                                        .orElseThrow());
    }
}
