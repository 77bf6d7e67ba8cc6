package org.stoa.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.ScriptedServer.json;
import static org.stoa.testing.ScriptedServer.write;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.http.Cidr;
import org.stoa.platform.Platform;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.ScriptedServer.Heard;
import org.stoa.testing.ScriptedServer.Script;
import org.stoa.testing.TestAuthority;

@Timeout(60)
final class HttpsClientTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TestAuthority.Issued FOR_A = AUTHORITY.issue("a.test", "127.0.0.1");
    private static final RequestLimits LIMITS =
            new RequestLimits(Duration.ofSeconds(30), Duration.ofSeconds(20), 1_000);
    private static final RequestLimits BRIEF =
            new RequestLimits(Duration.ofMillis(500), Duration.ofSeconds(20), 1_000);

    private final ScriptedResolver names = new ScriptedResolver().host("a.test", "127.0.0.1");
    private final HttpsClient client =
            new HttpsClient(
                    names,
                    new AddressRules(List.of(Cidr.parse("127.0.0.0/8"))),
                    List.of(AUTHORITY.certificate()),
                    Platform.system());

    @AfterEach
    void close() {
        client.close();
    }

    private static ScriptedServer server(Script script) {
        return new ScriptedServer(AUTHORITY.context(FOR_A), script);
    }

    private static Whereabouts at(String name, ScriptedServer server) {
        return Whereabouts.at(name, -1, server.port());
    }

    private Outcome get(ScriptedServer server, RequestLimits limits) {
        return client.ask(
                at("a.test", server), Question.withoutBody("GET", "/x", Map.of(), limits));
    }

    private Outcome get(ScriptedServer server) {
        return get(server, LIMITS);
    }

    @Test
    void question_always_goesOutAsItIsAndUnderTheName() {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        try (ScriptedServer server = server(ScriptedServer.always("{}"))) {
            Whereabouts where =
                    new Whereabouts("a.test", 99, List.of(new Place("a.test", server.port())));

            Outcome outcome =
                    client.ask(
                            where,
                            new Question(
                                    "PUT",
                                    "/a%2Fb//%21..%2f./c?d=%20e+f&&g=",
                                    Map.of("Authorization", "X"),
                                    body,
                                    LIMITS));

            assertThat(outcome).isInstanceOf(Outcome.Answered.class);
            Heard heard = server.heard().getFirst();
            assertThat(heard.line()).isEqualTo("PUT /a%2Fb//%21..%2f./c?d=%20e+f&&g= HTTP/1.1");
            assertThat(heard.headers())
                    .containsEntry("host", "a.test:99")
                    .containsEntry("authorization", "X")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKeys("accept-encoding", "user-agent");
            assertThat(heard.body()).isEqualTo("{\"a\":1}");
            assertThat(heard.names()).containsExactly("a.test");
        }
    }

    @Test
    void question_toAHostOfAnotherName_wantsTheCertificateOfTheName() {
        names.host("elsewhere.test", "127.0.0.1");
        try (ScriptedServer server = server(ScriptedServer.always("{}"))) {
            Place place = new Place("elsewhere.test", server.port());

            Outcome outcome =
                    client.ask(
                            new Whereabouts("a.test", -1, List.of(place)),
                            Question.withoutBody("GET", "/", Map.of(), LIMITS));

            assertThat(outcome).isInstanceOf(Outcome.Answered.class);
            assertThat(server.heard().getFirst().headers()).containsEntry("host", "a.test");
            assertThat(server.heard().getFirst().names()).containsExactly("a.test");
        }
    }

    @Test
    void question_toAnAddress_namesNobodyInTheHandshake() {
        try (ScriptedServer server = server(ScriptedServer.always("{}"))) {
            Outcome outcome =
                    client.ask(
                            Whereabouts.at("127.0.0.1", server.port(), server.port()),
                            Question.withoutBody("GET", "/", Map.of(), LIMITS));

            assertThat(outcome).isInstanceOf(Outcome.Answered.class);
            assertThat(server.heard().getFirst().headers())
                    .containsEntry("host", "127.0.0.1:" + server.port());
            assertThat(server.heard().getFirst().names()).isEmpty();
        }
    }

    @Test
    void certificate_ofAnotherName_isRefusedAlsoAfterAnotherSession() {
        names.host("b.test", "127.0.0.1");
        try (ScriptedServer server = server(ScriptedServer.always("{}"))) {
            assertThat(get(server)).isInstanceOf(Outcome.Answered.class);

            Outcome outcome =
                    client.ask(
                            at("b.test", server),
                            Question.withoutBody("GET", "/", Map.of(), LIMITS));

            assertThat(outcome).isInstanceOf(Outcome.NotSent.class);
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void certificate_ofAnUnknownAuthority_isRefused() {
        TestAuthority stranger = new TestAuthority();
        try (ScriptedServer server =
                new ScriptedServer(
                        stranger.context(stranger.issue("a.test")), ScriptedServer.always("{}"))) {
            assertThat(get(server)).isInstanceOf(Outcome.NotSent.class);
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void certificate_thatIsTooOld_isRefused() {
        TestAuthority.Issued old = AUTHORITY.issue(Instant.parse("2020-01-01T00:00:00Z"), "a.test");
        try (ScriptedServer server =
                new ScriptedServer(AUTHORITY.context(old), ScriptedServer.always("{}"))) {
            assertThat(get(server)).isInstanceOf(Outcome.NotSent.class);
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void address_thatIsNotAllowed_isNotConnectedTo() {
        try (ScriptedServer server = server(ScriptedServer.always("{}"));
                HttpsClient careful =
                        new HttpsClient(
                                names,
                                new AddressRules(List.of()),
                                List.of(AUTHORITY.certificate()),
                                Platform.system())) {
            Question question = Question.withoutBody("GET", "/", Map.of(), LIMITS);

            assertThat(careful.ask(at("a.test", server), question))
                    .isEqualTo(new Outcome.NotSent("a.test has an address that is not allowed"));
            assertThat(careful.ask(at("127.0.0.1", server), question))
                    .isEqualTo(new Outcome.NotSent("127.0.0.1 has an address that is not allowed"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void host_thatMovesToAnAddressThatIsNotAllowed_isNotConnectedTo() {
        try (ScriptedServer server = server(ScriptedServer.always("{}"));
                HttpsClient careful =
                        new HttpsClient(
                                names,
                                new AddressRules(List.of(Cidr.parse("127.0.0.1/32"))),
                                List.of(AUTHORITY.certificate()),
                                Platform.system())) {
            Question question = Question.withoutBody("GET", "/", Map.of(), LIMITS);
            assertThat(careful.ask(at("a.test", server), question))
                    .isInstanceOf(Outcome.Answered.class);

            names.host("a.test", "127.0.0.2");

            assertThat(careful.ask(at("a.test", server), question))
                    .isEqualTo(new Outcome.NotSent("a.test has an address that is not allowed"));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void host_withSeveralAddresses_isAskedWhereSomebodyIs() {
        names.host("a.test", "127.0.0.2", "127.0.0.1");
        try (ScriptedServer server = server(ScriptedServer.always("{}"))) {
            assertThat(get(server)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void host_thatDoesNotExist_isNotAsked() {
        Outcome outcome =
                client.ask(
                        Whereabouts.at("nobody.test", -1, 1),
                        Question.withoutBody("GET", "/", Map.of(), LIMITS));

        assertThat(outcome).isEqualTo(new Outcome.NotSent("there is no host named nobody.test"));
    }

    @Test
    void answer_thatRedirects_isGivenAsItIs() {
        Script script =
                (request, out) ->
                        write(
                                out,
                                "HTTP/1.1 302 X\r\nLocation: https://b.test/\r\nContent-Length: 0\r\n\r\n");
        try (ScriptedServer server = server(script)) {
            assertThat(get(server))
                    .isInstanceOfSatisfying(
                            Outcome.Answered.class,
                            answer -> {
                                assertThat(answer.status()).isEqualTo(302);
                                assertThat(answer.header("location")).hasValue("https://b.test/");
                            });
        }
    }

    @Test
    void connection_afterAnAnswer_isKept() {
        try (ScriptedServer server = server(ScriptedServer.always("{}"))) {
            get(server);
            get(server);

            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void connection_thatTheServerClosedMeanwhile_isReplaced() {
        Script script =
                (request, out) -> {
                    if (request.what().equals("GET /close")) {
                        throw new EOFException("the script closes");
                    }
                    json(out, 200, "{}");
                };
        try (ScriptedServer server = server(script)) {
            get(server);

            Outcome outcome =
                    client.ask(
                            at("a.test", server),
                            Question.withoutBody("GET", "/close", Map.of(), LIMITS));

            assertThat(outcome).isInstanceOf(Outcome.Broken.class);
            assertThat(get(server)).isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void answer_thatAnnouncesTooMuch_isNotRead() {
        Script script =
                (request, out) -> write(out, "HTTP/1.1 200 X\r\nContent-Length: 999999999\r\n\r\n");
        try (ScriptedServer server = server(script)) {
            assertThat(get(server)).isEqualTo(new Outcome.TooLarge(1_000));
        }
    }

    @Test
    void answer_forWhichThereIsNoRoom_isNotReadOnAndSaysNothingOfTheServer() {
        Script script =
                (request, out) -> {
                    write(out, "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        write(out, "64\r\n" + "x".repeat(100) + "\r\n");
                    }
                };
        try (ScriptedServer server = server(script)) {
            Question question =
                    new Question(
                            "PUT",
                            "/x",
                            Map.of(),
                            new byte[] {'{', '}'},
                            LIMITS,
                            bytes -> bytes <= 300,
                            null);

            Outcome outcome = client.ask(at("a.test", server), question);

            assertThat(outcome).isInstanceOf(Outcome.Busy.class);
        }
    }

    @Test
    void answer_withoutAnEnd_isCutOff() {
        Script script =
                (request, out) -> {
                    write(out, "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n");
                    while (true) {
                        write(out, "64\r\n" + "x".repeat(100) + "\r\n");
                    }
                };
        try (ScriptedServer server = server(script)) {
            assertThat(get(server)).isEqualTo(new Outcome.TooLarge(1_000));
        }
    }

    @Test
    void answer_thatBreaksOff_isBroken() {
        Script script =
                (request, out) -> {
                    write(out, "HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n{");
                    throw new EOFException("the script closes");
                };
        try (ScriptedServer server = server(script)) {
            assertThat(get(server)).isInstanceOf(Outcome.Broken.class);
        }
    }

    @Test
    void answer_thatIsNoHttp_isBroken() {
        Script script = (request, out) -> write(out, "220 mail.test ESMTP\r\n\r\n\r\n");
        try (ScriptedServer server = server(script)) {
            assertThat(get(server, BRIEF))
                    .isInstanceOfAny(Outcome.Broken.class, Outcome.TooSlow.class);
        }
    }

    @Test
    void server_thatSaysNothing_isGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        try (ScriptedServer server = server((request, out) -> never.await())) {
            assertThat(get(server, BRIEF)).isInstanceOf(Outcome.TooSlow.class);
        }
    }

    @Test
    void headThatDrips_isGivenUp() {
        Script script =
                (request, out) -> {
                    write(out, "HTTP/1.1 200 X\r\nX-Long: ");
                    while (true) {
                        Thread.sleep(20);
                        write(out, "x");
                    }
                };
        try (ScriptedServer server = server(script)) {
            assertThat(get(server, BRIEF)).isInstanceOf(Outcome.TooSlow.class);
        }
    }

    @Test
    void bodyThatDrips_isGivenUp() {
        Script script =
                (request, out) -> {
                    write(out, "HTTP/1.1 200 X\r\nContent-Length: 1000\r\n\r\n");
                    while (true) {
                        Thread.sleep(20);
                        write(out, "x");
                    }
                };
        try (ScriptedServer server = server(script)) {
            assertThat(get(server, BRIEF)).isInstanceOf(Outcome.TooSlow.class);
        }
    }
}
