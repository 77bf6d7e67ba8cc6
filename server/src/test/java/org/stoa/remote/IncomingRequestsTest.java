package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.http.Access;
import org.stoa.http.Activity;
import org.stoa.http.Answer;
import org.stoa.http.Endpoint;
import org.stoa.http.HttpConfig;
import org.stoa.http.HttpEdge;
import org.stoa.http.RateLimit;
import org.stoa.http.RateLimitConfig;
import org.stoa.http.RateLimitKind;
import org.stoa.http.RateLimits;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.http.auth.Authenticator;
import org.stoa.http.auth.TokenResult;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Platform;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.SigningServer;
import org.stoa.testing.TestPeer;

@Timeout(60)
final class IncomingRequestsTest {
    private static final String TARGET = "/x/a%2Fb?q=%20+";
    private static final JsonObject BODY = JsonObject.of("b", 1, "a", "ä");

    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final Platform platform = TestPlatform.with(time);
    private final SigningServer origin = new SigningServer(time::millis);
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final RemoteModule remote = open(Peers.ALL);

    private RemoteModule open(Peers peers) {
        RemoteConfig config = origin.trusting(RemoteConfig.of(ServerName.parse("own.test")));
        return new RemoteModule(
                config.withPeers(peers), database, new ScriptedResolver(), platform);
    }

    @AfterEach
    void close() {
        remote.close();
        database.close();
        storage.close();
        origin.close();
    }

    /// Tells who asked, and what.
    private static final class Echo implements Endpoint {
        @Override
        public Route route() {
            return Route.put("/x/{y}").access(Access.SERVER).largeBody().build();
        }

        @Override
        public Response handle(Request request) {
            return Response.ok(
                    JsonObject.of("origin", request.origin().text(), "body", request.body()));
        }
    }

    private Answer put(
            RemoteModule module, String target, Map<String, String> headers, String body) {
        HttpConfig http = HttpConfig.defaults();
        HttpEdge edge =
                new HttpEdge(
                        http,
                        List.of(new Echo()),
                        new Authenticator(
                                (token, request) -> new TokenResult.Unknown(), module.incoming()),
                        new RateLimits(http.rateLimits(), time),
                        Activity.UNNOTICED,
                        platform);
        return edge.handle("PUT", target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private String put(String target, Map<String, String> headers, String body) {
        return said(put(remote, target, headers, body));
    }

    private static String said(Answer answer) {
        String text = answer.text();
        return answer.status() + " " + text.replaceFirst(".*\"errcode\":\"(\\w+)\".*", "$1");
    }

    private static Map<String, String> header(TestPeer peer, String destination) {
        return Map.of("Authorization", peer.authorization("PUT", TARGET, destination, BODY));
    }

    private Map<String, String> signed() {
        return header(origin.peer(), "own.test");
    }

    @Test
    void request_signed_reachesTheEndpointWithItsOrigin() {
        String expected =
                "200 {\"origin\":\"" + origin.peer().name() + "\",\"body\":{\"b\":1,\"a\":\"ä\"}}";

        assertThat(put(TARGET, signed(), BODY.toString())).isEqualTo(expected);
        assertThat(put(TARGET, signed(), " {\"a\": \"\\u00e4\", \"b\": 1 }"))
                .as("the same JSON, written otherwise")
                .contains("200 ");
        assertThat(origin.heard()).hasSize(1);
    }

    @Test
    void request_withoutABody_isSignedWithoutOne() {
        Map<String, String> headers = origin.authorization("PUT", TARGET, "own.test");

        assertThat(put(TARGET, headers, "")).startsWith("200 ");
        assertThat(put(TARGET, headers, "{}")).isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void request_ofAnOlderServer_namesNoDestination() {
        String header =
                origin.peer()
                        .authorization("PUT", TARGET, null, BODY)
                        .replace("destination=\"\",", "");

        assertThat(put(TARGET, Map.of("Authorization", header), BODY.toString()))
                .startsWith("200 ");
    }

    @Test
    void request_withoutASignature_isRefused() {
        assertThat(put(TARGET, Map.of(), BODY.toString())).isEqualTo("401 M_UNAUTHORIZED");
        assertThat(put(TARGET, Map.of("Authorization", "Bearer abc"), BODY.toString()))
                .isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void request_thatWasChanged_isRefused() {
        assertThat(put(TARGET, signed(), "{\"b\":2,\"a\":\"ä\"}")).isEqualTo("401 M_UNAUTHORIZED");
        assertThat(put("/x/a%2fb?q=%20+", signed(), BODY.toString()))
                .as("the target is compared as it came")
                .isEqualTo("401 M_UNAUTHORIZED");
        assertThat(put("/x/a%2Fb", signed(), BODY.toString())).isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void request_meantForAnotherServer_isRefused() {
        assertThat(put(TARGET, header(origin.peer(), "other.test"), BODY.toString()))
                .isEqualTo("401 M_UNAUTHORIZED");
        assertThat(origin.heard()).isEmpty();
    }

    @Test
    void request_inTheNameOfAnother_isRefused() {
        TestPeer pretender =
                new TestPeer(origin.peer().name(), TestPeer.of("evil.test", "1").key());

        assertThat(put(TARGET, header(pretender, "own.test"), BODY.toString()))
                .isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void request_withAKeyThatTheServerDoesNotHave_isRefused() {
        TestPeer pretender =
                new TestPeer(origin.peer().name(), TestPeer.of("evil.test", "2").key());

        assertThat(put(TARGET, header(pretender, "own.test"), BODY.toString()))
                .isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void request_ofAServerThatNobodyFinds_isRefused() {
        assertThat(put(TARGET, header(TestPeer.of("none.test", "1"), "own.test"), BODY.toString()))
                .isEqualTo("401 M_UNAUTHORIZED");
    }

    @Test
    void requests_inInventedNames_areLimitedByTheirAddress() {
        RateLimits two =
                new RateLimits(
                        RateLimitConfig.defaults()
                                .with(RateLimitKind.STRANGER_KEYS, new RateLimit(0.001, 2)),
                        time);
        RemoteConfig config = origin.trusting(RemoteConfig.of(ServerName.parse("own.test")));
        try (RemoteModule limited =
                new RemoteModule(
                        config,
                        database,
                        new ScriptedResolver(),
                        UnaryOperator.identity(),
                        two,
                        platform)) {
            assertThat(said(put(limited, TARGET, signed(), BODY.toString()))).startsWith("200 ");
            assertThat(invented(limited, "one.test")).isEqualTo("401 M_UNAUTHORIZED");
            assertThat(invented(limited, "two.test")).isEqualTo("429 M_LIMIT_EXCEEDED");
            assertThat(invented(limited, "one.test"))
                    .as("it was asked just now, so nobody is asked")
                    .isEqualTo("401 M_UNAUTHORIZED");

            assertThat(said(put(limited, TARGET, signed(), BODY.toString())))
                    .as("its key is known")
                    .startsWith("200 ");
        }
    }

    private String invented(RemoteModule module, String name) {
        return said(
                put(module, TARGET, header(TestPeer.of(name, "1"), "own.test"), BODY.toString()));
    }

    @Test
    void request_withAKeyThatWasReplaced_isRefusedOnceThatIsKnown() {
        Map<String, String> before = signed();
        assertThat(put(TARGET, before, BODY.toString())).startsWith("200 ");
        origin.changeKey("2");
        time.advance(SigningServer.VALIDITY.plus(Duration.ofSeconds(1)));

        assertThat(put(TARGET, before, BODY.toString())).isEqualTo("401 M_UNAUTHORIZED");
        assertThat(put(TARGET, signed(), BODY.toString())).startsWith("200 ");
    }

    @Test
    void request_ofADeniedServer_isRefused() {
        try (RemoteModule careful = open(new Peers(List.of(), List.of("127.*")))) {
            assertThat(said(put(careful, TARGET, signed(), BODY.toString())))
                    .isEqualTo("403 M_FORBIDDEN");
            assertThat(origin.heard()).isEmpty();
        }
    }

    @Test
    void request_withABodyThatIsNoObject_isRefused() {
        assertThat(put(TARGET, signed(), "[1]")).isEqualTo("400 M_BAD_JSON");
        assertThat(put(TARGET, signed(), "{")).isEqualTo("400 M_NOT_JSON");
    }

    @Test
    void request_withABodyOfATransaction_isTaken() {
        JsonObject large = withStrings(200);
        Map<String, String> headers =
                Map.of(
                        "Authorization",
                        origin.peer().authorization("PUT", TARGET, "own.test", large));

        assertThat(put(remote, TARGET, headers, large.toString()).status()).isEqualTo(200);
        assertThat(put(remote, TARGET, headers, withStrings(250).toString()).status())
                .isEqualTo(413);
    }

    private static JsonObject withStrings(int count) {
        return JsonObject.of("pdus", Collections.nCopies(count, "x".repeat(60_000)));
    }

    /// A tree takes thirty times as much memory as `[0,0,...]`, and who sends it is known only when it was parsed.
    @Test
    void request_withMillionsOfValues_isRefusedBeforeItIsParsed() {
        String bomb = "{\"x\":[0" + ",0".repeat(6_000_000) + "]}";
        Map<String, String> forged =
                header(
                        new TestPeer(origin.peer().name(), TestPeer.of("evil.test", "1").key()),
                        "own.test");

        assertThat(put(TARGET, forged, bomb)).isEqualTo("413 M_TOO_LARGE");
        assertThat(put(TARGET, forged, bomb.substring(0, bomb.length() - 2)))
                .as("not parsed, or it would be no JSON")
                .isEqualTo("413 M_TOO_LARGE");
    }

    @Test
    void request_withEventsFullOfValues_isTaken() {
        String event = "{\"content\":{\"x\":[0" + ",0".repeat(32_000) + "]}}";
        String body = "{\"pdus\":[" + String.join(",", Collections.nCopies(6, event)) + "]}";
        JsonObject transaction = Json.parseObject(body);
        Map<String, String> headers =
                Map.of(
                        "Authorization",
                        origin.peer().authorization("PUT", TARGET, "own.test", transaction));

        assertThat(put(remote, TARGET, headers, body).status()).isEqualTo(200);
    }

    @Test
    void request_ofAServerThatFailedLately_isASignOfLife() {
        RemoteServer server = remote.servers().get(origin.peer().name());
        remote.servers()
                .destinations()
                .failed(server.name(), remote.servers().destinations().record(server.name()));
        assertThat(server.retryAt()).isPresent();

        put(TARGET, signed(), BODY.toString());

        assertThat(server.retryAt()).isEmpty();
    }
}
