package org.stoa.boot.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.accounts.AccountsConfig;
import org.stoa.accounts.PolicyDocument;
import org.stoa.boot.HomeserverConfig;
import org.stoa.testing.Answer;
import org.stoa.testing.TestServer;

/// The pages are HTML that loads nothing from outside, runs nothing inline and repeats nothing that somebody else wrote.
final class PagesTest {
    private static final String ATTACK = "\"><script>alert(1)</script>";
    private static final String ENCODED_ATTACK = "%22%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E";
    private static final Pattern LOADED =
            Pattern.compile("<(?:script|img)[^>]* src=\"([^\"]*)\"|<link[^>]* href=\"([^\"]*)\"");
    private static final Pattern INLINE =
            Pattern.compile(
                    "<script(?![^>]* src=)|<style|\\sstyle=|\\son[a-z]+=|javascript:",
                    Pattern.CASE_INSENSITIVE);

    private final TestServer server = TestServer.start(PagesTest::withTerms);

    private static HomeserverConfig withTerms(HomeserverConfig config) {
        PolicyDocument privacy =
                new PolicyDocument(
                        "privacy", "1", "en", "Privacy", URI.create("https://a.example/privacy"));
        AccountsConfig accounts = config.accounts();
        return config.withAccounts(
                accounts.withRegistration(accounts.registration().withTerms(List.of(privacy))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer get(String target, Map<String, String> headers) {
        return server.anonymous().exchange("GET", target, headers, new byte[0]);
    }

    private Answer get(String target) {
        return get(target, Map.of("Host", "matrix.example:8008"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/_matrix/static/client/login/",
                "/_matrix/static/client/login",
                "/_matrix/client/r0/login/fallback",
                "/_matrix/client/v3/auth/m.login.dummy/fallback/web?session=s",
                "/_matrix/client/r0/auth/m.login.dummy/fallback/web?session=s",
                "/_matrix/client/v3/auth/m.login.password/fallback/web?session=s",
                "/_matrix/client/v3/auth/m.login.terms/fallback/web?session=s",
                "/_matrix/client/r0/auth/m.login.registration_token/fallback/web?session=s"
            })
    void page_always_isGuardedHtmlThatLoadsNothingFromOutside(String target) {
        Answer page = get(target);

        assertThat(page.status()).isEqualTo(200);
        assertIsGuarded(page);
    }

    private void assertIsGuarded(Answer page) {
        assertThat(page.header("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.header("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none';")
                .contains("frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe", "http", "*");
        assertThat(page.text()).startsWith("<!DOCTYPE html>").doesNotContain("{{");
        assertThat(INLINE.matcher(page.text()).results().map(match -> match.group())).isEmpty();
        assertLoadsOwnFiles(page.text());
    }

    private void assertLoadsOwnFiles(String html) {
        assertThat(LOADED.matcher(html).results())
                .isNotEmpty()
                .allSatisfy(
                        match -> {
                            String path = match.group(1) == null ? match.group(2) : match.group(1);
                            assertThat(path).startsWith("/_matrix/static/");
                            assertThat(get(path).status()).as(path).isEqualTo(200);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stoa.css", "stoa.svg", "login.js", "stage.js"})
    void file_ofAPage_hasItsTypeAndLoadsNothing(String name) {
        Answer file = get("/_matrix/static/" + name);

        String type =
                switch (name.substring(name.indexOf('.'))) {
                    case ".css" -> "text/css; charset=utf-8";
                    case ".svg" -> "image/svg+xml";
                    default -> "text/javascript; charset=utf-8";
                };
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Content-Type")).hasValue(type);
        assertThat(file.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(file.text().replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "@import", "url(", "innerHTML", "eval(");
    }

    @Test
    void front_withAHostThatIsMarkup_showsItAsText() {
        Answer page = get("/", Map.of("Host", ATTACK));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .doesNotContain("<script>alert")
                .contains("http://&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    @Test
    void front_always_saysHowToConnect() {
        assertThat(get("/").text())
                .contains(
                        "<h1>localhost</h1>",
                        "enter <code>http://matrix.example:8008</code>",
                        "<code>@name:localhost</code>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "r0"})
    void stage_withASessionThatIsMarkup_doesNotRepeatIt(String version) {
        Answer page =
                get(
                        "/_matrix/client/"
                                + version
                                + "/auth/m.login.dummy/fallback/web?session="
                                + ENCODED_ATTACK);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).doesNotContain("alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "r0"})
    void stage_thatIsUnknownMarkup_isAnErrorInJson(String version) {
        Answer answer =
                get(
                        "/_matrix/client/"
                                + version
                                + "/auth/"
                                + ENCODED_ATTACK
                                + "/fallback/web?session=s");

        assertThat(answer.error()).isEqualTo("404 M_NOT_FOUND");
        assertThat(answer.header("Content-Type")).hasValue("application/json");
    }

    @Test
    void stage_ofTerms_linksThem() {
        assertThat(get("/_matrix/client/v3/auth/m.login.terms/fallback/web?session=s").text())
                .contains("<a href=\"https://a.example/privacy\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.login.terms", "m.login.recaptcha"})
    void stage_thatIsNotConfigured_isAPageThatSaysSo(String stage) {
        server.restart(PagesTest::withoutTerms);

        Answer page = get("/_matrix/client/v3/auth/" + stage + "/fallback/web?session=s");

        assertThat(page.status()).isEqualTo(404);
        assertIsGuarded(page);
        assertThat(page.text()).contains("Nothing to do here").doesNotContain("<form", "<script");
    }

    private static HomeserverConfig withoutTerms(HomeserverConfig config) {
        AccountsConfig accounts = config.accounts();
        return config.withAccounts(
                accounts.withRegistration(accounts.registration().withTerms(List.of())));
    }

    @Test
    void stage_withoutASession_isAnError() {
        assertThat(get("/_matrix/client/v3/auth/m.login.dummy/fallback/web").error())
                .isEqualTo("400 M_MISSING_PARAM");
    }
}
