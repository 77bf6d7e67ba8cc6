package org.stoa.remote.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Platform;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.ServerName;
import org.stoa.remote.connect.AddressRules;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.connect.HttpsClient;
import org.stoa.remote.connect.Outcome;
import org.stoa.remote.connect.Place;
import org.stoa.remote.connect.Question;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.remote.connect.Whereabouts;
import org.stoa.testing.ScriptedResolver;

/// The steps of server-server-api#resolving-server-names.
final class ServerDiscoveryTest {
    private final ManualTime time = new ManualTime();
    private final ScriptedResolver names = new ScriptedResolver();
    private final Map<String, Outcome> pages = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final List<RequestLimits> limits = new ArrayList<>();
    private Duration slowness = Duration.ZERO;
    private final ServerDiscovery discovery =
            new ServerDiscovery(names, this::ask, "Test/1", TestPlatform.with(time));

    private Outcome ask(Whereabouts where, Question question) {
        Place place = where.places().getFirst();
        String port = where.headerPort() < 0 ? "" : ":" + where.headerPort();
        assertThat(place.port()).isEqualTo(port.isEmpty() ? 443 : where.headerPort());
        String url = "https://" + where.name() + port + question.target();
        asked.add(url);
        limits.add(question.limits());
        time.advance(slowness);
        return pages.getOrDefault(url, new Outcome.NotSent("nobody is at " + url));
    }

    private void page(String url, int status, String body, String... headers) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        pages.put(url, new Outcome.Answered(status, all, body.getBytes(StandardCharsets.UTF_8)));
    }

    private void delegate(String to, String... headers) {
        page(
                "https://a.org/.well-known/matrix/server",
                200,
                "{\"m.server\":\"" + to + "\"}",
                headers);
    }

    private Whereabouts find(String server) {
        return discovery.find(ServerName.parse(server));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4, -1, 8448",
        "1.2.3.4:99, 1.2.3.4, 99, 99",
        "[2620:fe::fe], 2620:fe::fe, -1, 8448",
        "[2620:fe::fe]:99, 2620:fe::fe, 99, 99",
        "a.org:99, a.org, 99, 99"
    })
    void step1And2_literalOrPort_isTakenAsItIs(String server, String name, int header, int port) {
        names.service("_matrix-fed._tcp.a.org", 1, 1, 1, "wrong.org");
        delegate("wrong.org:1");

        assertThat(find(server)).isEqualTo(Whereabouts.at(name, header, port));
        assertThat(asked).isEmpty();
        assertThat(names.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5.6.7.8, 5.6.7.8, -1, 8448",
        "5.6.7.8:99, 5.6.7.8, 99, 99",
        "b.org:99, b.org, 99, 99"
    })
    void step3_delegatedToLiteralOrPort_isTakenAsItIs(
            String delegated, String name, int header, int port) {
        delegate(delegated);

        assertThat(find("a.org")).isEqualTo(Whereabouts.at(name, header, port));
        assertThat(names.asked()).isEmpty();
    }

    @Test
    void step3_3_delegatedName_hasAServiceRecord() {
        delegate("b.org");
        names.service("_matrix-fed._tcp.b.org", 1, 1, 99, "c.org");
        names.service("_matrix-fed._tcp.a.org", 1, 1, 1, "wrong.org");

        assertThat(find("a.org"))
                .isEqualTo(new Whereabouts("b.org", -1, List.of(new Place("c.org", 99))));
    }

    @Test
    void step3_4_delegatedName_hasADeprecatedServiceRecord() {
        delegate("b.org");
        names.service("_matrix._tcp.b.org", 1, 1, 99, "c.org");

        assertThat(find("a.org"))
                .isEqualTo(new Whereabouts("b.org", -1, List.of(new Place("c.org", 99))));
        assertThat(names.asked()).containsExactly("_matrix-fed._tcp.b.org", "_matrix._tcp.b.org");
    }

    @Test
    void step3_5_delegatedNameAlone_isAtTheUsualPort() {
        delegate("b.org");

        assertThat(find("a.org")).isEqualTo(Whereabouts.at("b.org", -1, 8448));
    }

    @Test
    void step4_noWellKnown_hasAServiceRecord() {
        names.service("_matrix-fed._tcp.a.org", 1, 1, 99, "c.org");
        names.service("_matrix._tcp.a.org", 1, 1, 1, "wrong.org");

        assertThat(find("a.org"))
                .isEqualTo(new Whereabouts("a.org", -1, List.of(new Place("c.org", 99))));
    }

    @Test
    void step5_noWellKnown_hasADeprecatedServiceRecord() {
        names.service("_matrix._tcp.a.org", 1, 1, 99, "c.org");

        assertThat(find("a.org"))
                .isEqualTo(new Whereabouts("a.org", -1, List.of(new Place("c.org", 99))));
    }

    @Test
    void step6_nameAlone_isAtTheUsualPort() {
        assertThat(find("a.org")).isEqualTo(Whereabouts.at("a.org", -1, 8448));
    }

    @Test
    void step6_nameServiceSilent_isAtTheUsualPort() {
        names.silentFor("_matrix-fed._tcp.a.org").silentFor("_matrix._tcp.a.org");

        assertThat(find("a.org")).isEqualTo(Whereabouts.at("a.org", -1, 8448));
    }

    @Test
    void services_ofSeveralPriorities_comeInTheirOrder() {
        names.service("_matrix-fed._tcp.a.org", 20, 9, 3, "c.org")
                .service("_matrix-fed._tcp.a.org", 10, 0, 2, "c.org")
                .service("_matrix-fed._tcp.a.org", 5, 0, 1, "c.org");

        assertThat(find("a.org").places()).extracting(Place::port).containsExactly(1, 2, 3);
    }

    @Test
    void services_ofOnePriority_allCome() {
        names.service("_matrix-fed._tcp.a.org", 1, 60, 1, "c.org")
                .service("_matrix-fed._tcp.a.org", 1, 30, 2, "c.org")
                .service("_matrix-fed._tcp.a.org", 1, 0, 3, "c.org");

        assertThat(find("a.org").places())
                .extracting(Place::port)
                .containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void service_thatIsNotOffered_isNowhere() {
        names.service("_matrix-fed._tcp.a.org", 0, 0, 0, "");

        assertThat(find("a.org")).isEqualTo(new Whereabouts("a.org", -1, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"m.server\":1}",
                "{\"m.server\":\"\"}",
                "{\"m.server\":\"b_org\"}",
                "{\"m.server\":\"https://b.org\"}",
                "{\"m.server\":\"b.org:port\"}"
            })
    void wellKnown_thatSaysNothing_isSkipped(String body) {
        page("https://a.org/.well-known/matrix/server", 200, body);

        assertThat(find("a.org").name()).isEqualTo("a.org");
    }

    @Test
    void wellKnown_withAnotherStatus_isSkipped() {
        page("https://a.org/.well-known/matrix/server", 404, "{\"m.server\":\"b.org:1\"}");

        assertThat(find("a.org").name()).isEqualTo("a.org");
    }

    @Test
    void wellKnown_redirected_isFollowedWithinHttps() {
        String first = "https://a.org/.well-known/matrix/server";
        page(first, 301, "", "location", "https://www.a.org:444/x?y=%2F");
        page("https://www.a.org:444/x?y=%2F", 308, "", "location", "z");
        page("https://www.a.org:444/z", 200, "{\"m.server\":\"b.org:99\"}");

        assertThat(find("a.org").name()).isEqualTo("b.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.org/z",
                "ftp://a.org/z",
                "https:///z",
                "https://a .org/",
                "::",
                "https://-1/",
                "https://1.2.3/",
                "https://a.org:0/",
                "https://a.org:65536/"
            })
    void wellKnown_redirectedElsewhere_isSkipped(String location) {
        page("https://a.org/.well-known/matrix/server", 302, "", "location", location);

        assertThat(find("a.org").name()).isEqualTo("a.org");
        assertThat(asked).hasSize(1);
    }

    /// The client of a server that is set up as usual, but for the page of `a.org`: its redirection is followed to whom that names.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/x",
                "https://169.254.169.254/latest/meta-data",
                "https://[::1]:8448/x",
                "https://inside.example/x"
            })
    void wellKnown_redirectedToAPrivateAddress_isNotAskedThere(String location) {
        names.host("inside.example", "192.168.1.1");
        page("https://a.org/.well-known/matrix/server", 302, "", "location", location);
        List<Outcome> outcomes = new ArrayList<>();
        try (HttpsClient client =
                new HttpsClient(names, new AddressRules(List.of()), List.of(), Platform.system())) {
            Asker asker =
                    (where, question) -> {
                        Outcome outcome =
                                where.name().equals("a.org")
                                        ? ask(where, question)
                                        : client.ask(where, question);
                        outcomes.add(outcome);
                        return outcome;
                    };
            ServerDiscovery careful =
                    new ServerDiscovery(names, asker, "Test/1", TestPlatform.with(time));

            assertThat(careful.find(ServerName.parse("a.org")).name()).isEqualTo("a.org");
        }

        String host = URI.create(location).getHost().replaceAll("[\\[\\]]", "");
        assertThat(outcomes)
                .hasSize(2)
                .last()
                .isEqualTo(new Outcome.NotSent(host + " has an address that is not allowed"));
    }

    @Test
    void wellKnown_redirectedInCircles_ends() {
        String page = "https://a.org/.well-known/matrix/server";
        page(page, 302, "", "location", page);

        assertThat(find("a.org").name()).isEqualTo("a.org");
        assertThat(asked).hasSize(6);
    }

    @Test
    void wellKnown_redirectedSlowly_isGivenUpWhenTheTimeForAllIsOver() {
        String page = "https://a.org/.well-known/matrix/server";
        page(page, 302, "", "location", page);
        slowness = Duration.ofSeconds(4);

        assertThat(find("a.org").name()).isEqualTo("a.org");
        assertThat(limits)
                .extracting(limit -> limit.total().toSeconds())
                .containsExactly(15L, 11L, 7L, 3L);
        assertThat(limits).extracting(RequestLimits::maxAnswer).containsOnly(64L << 10);
    }

    @Test
    void wellKnown_withoutHeaders_isKeptForADay() {
        delegate("b.org:99");
        assertKeptFor(Duration.ofDays(1));
    }

    @ParameterizedTest
    @CsvSource({
        "'max-age=3600', 3600",
        "'public, MAX-AGE=\"7200\"', 7200",
        "max-age=9999999, 172800",
        "max-age=1, 300",
        "no-store, 300",
        "'no-cache, max-age=7200', 300"
    })
    void wellKnown_withCacheControl_isKeptWithinBounds(String control, int seconds) {
        delegate("b.org:99", "cache-control", control);
        assertKeptFor(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"'Fri, 02 Jan 2026 04:04:05 GMT', 3599", "0, 300"})
    void wellKnown_withExpires_isKeptWithinBounds(String expires, int seconds) {
        delegate("b.org:99", "expires", expires);
        assertKeptFor(Duration.ofSeconds(seconds));
    }

    private void assertKeptFor(Duration duration) {
        find("a.org");
        time.advance(duration.minusSeconds(1));
        find("a.org");
        assertThat(asked).hasSize(1);

        time.advance(Duration.ofMinutes(5).plusSeconds(2));
        find("a.org");
        assertThat(asked).hasSize(2);
    }

    @Test
    void wellKnown_thatFails_isAskedForLessAndLess() {
        List<Integer> askedWithin = new ArrayList<>();
        for (int hour = 0; hour < 4; hour++) {
            int before = asked.size();
            for (int minute = 0; minute < 60; minute++) {
                discovery.forget(ServerName.parse("a.org"));
                find("a.org");
                time.advance(Duration.ofMinutes(1));
            }
            askedWithin.add(asked.size() - before);
        }

        assertThat(askedWithin).containsExactly(6, 1, 1, 1);
    }

    @Test
    void wellKnown_thatIsGoneForAWhile_isStillBelieved() {
        delegate("b.org:99", "cache-control", "max-age=3600");
        find("a.org");
        pages.clear();
        time.advance(Duration.ofHours(2));
        assertThat(find("a.org").name()).isEqualTo("b.org");

        time.advance(Duration.ofDays(2));

        assertThat(find("a.org").name()).isEqualTo("a.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[::1]:99999", "a.test:0", "a.test:65536", "1.2.3.4:0", "-1:65536"})
    void port_thatThereIsNot_isNowhere(String name) {
        assertThat(find(name).places()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "-1:8448",
                "a..b",
                "a.org-",
                "1.2.3",
                "1.2.3.4.5",
                "0x7f.1",
                "0x7f.1:8448",
                "."
            })
    void name_ofNoHost_isNowhereAndNobodyIsAsked(String name) {
        assertThat(find(name).places()).isEmpty();
        assertThat(asked).isEmpty();
        assertThat(names.asked()).isEmpty();
    }

    @Test
    void name_thatIsTooLong_isNowhereAndNobodyIsAsked() {
        assertThat(find("a".repeat(64) + ".org").places()).isEmpty();
        assertThat(find("a.".repeat(127) + "b").places()).isEmpty();
        assertThat(asked).isEmpty();
        assertThat(names.asked()).isEmpty();
    }

    /// Names that other parts of the way know no host in ([java.net.URI] for `a.1b`) have a host all the same.
    @ParameterizedTest
    @ValueSource(strings = {"a.1b", "a.org.", "1.2.3.4.org"})
    void name_thatIsRare_isAsked(String name) {
        assertThat(find(name)).isEqualTo(Whereabouts.at(name, -1, 8448));
        assertThat(asked).containsExactly("https://" + name + "/.well-known/matrix/server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "b..org:99", "1.2.3", "b.org:0", "b.org:65536"})
    void step3_delegatedToWhatCannotBe_isNowhere(String delegated) {
        delegate(delegated);

        assertThat(find("a.org").places()).isEmpty();
        assertThat(names.asked()).isEmpty();
    }

    @Test
    void wellKnown_thatWasTakenBack_isNotBelieved() {
        delegate("b.org:99", "cache-control", "max-age=3600");
        find("a.org");
        page("https://a.org/.well-known/matrix/server", 404, "{}");
        time.advance(Duration.ofHours(2));

        assertThat(find("a.org").name()).isEqualTo("a.org");
    }
}
