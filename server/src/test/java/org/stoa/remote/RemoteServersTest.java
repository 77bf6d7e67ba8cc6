package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stoa.testing.ScriptedServer.json;
import static org.stoa.testing.ScriptedServer.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.stoa.http.Cidr;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.RequestSignature;
import org.stoa.protocol.server.SignedRequest;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.ScriptedServer.Heard;
import org.stoa.testing.ScriptedServer.Script;
import org.stoa.testing.TestAuthority;

@Timeout(60)
final class RemoteServersTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final ServerName A = ServerName.parse("a.test");
    private static final RemotePath PATH = RemotePath.of("/x/{}", "a/b").with("q", "é");

    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final ScriptedResolver names = new ScriptedResolver();
    private final RemoteModule remote = open(config());

    private static RemoteConfig config() {
        return RemoteConfig.of(ServerName.parse("own.test"))
                .withAuthorities(List.of(AUTHORITY.certificate()))
                .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8")));
    }

    private RemoteModule open(RemoteConfig config) {
        return new RemoteModule(config, database, names, TestPlatform.with(time));
    }

    @AfterEach
    void close() {
        remote.close();
        database.close();
        storage.close();
    }

    private ScriptedServer server(Script script) {
        ScriptedServer server =
                new ScriptedServer(AUTHORITY.context(AUTHORITY.issue("a.test")), script);
        names.server("a.test", server.port());
        return server;
    }

    private RemoteServer a() {
        return remote.servers().get(A);
    }

    @Test
    void put_always_isSigned() {
        JsonObject body = JsonObject.of("b", 1, "a", "ä");
        try (ScriptedServer server = server(ScriptedServer.always("{\"ok\":true}"))) {
            RemoteResult result = a().put(PATH, body);

            assertThat(result).isEqualTo(new RemoteResult.Done(JsonObject.of("ok", true), 11));
            Heard heard = server.heard().getFirst();
            assertThat(heard.what()).isEqualTo("PUT /x/a%2Fb?q=%C3%A9");
            assertThat(heard.body()).isEqualTo("{\"b\":1,\"a\":\"ä\"}");
            assertSigned(heard, "PUT", body);
            assertThat(heard.headers()).containsEntry("user-agent", "Stoa/development");
        }
    }

    @Test
    void get_always_isSignedWithoutABody() {
        try (ScriptedServer server = server(ScriptedServer.always("{}"))) {
            a().get(PATH);

            assertSigned(server.heard().getFirst(), "GET", null);
        }
    }

    private void assertSigned(Heard heard, String method, @Nullable JsonObject body) {
        RequestSignature signature =
                RequestSignature.tryParse(heard.headers().getOrDefault("authorization", ""))
                        .orElseThrow();
        SignedRequest request =
                new SignedRequest(
                        method, PATH.text(), ServerName.parse("own.test"), "a.test", body);
        assertThat(signature.origin()).isEqualTo(request.origin());
        assertThat(request.isSignedBy(signature, remote.ownKeys().current().verifyKey())).isTrue();
    }

    @Test
    void refusal_always_hasItsCodeAndStatus() {
        String error = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"no\",\"more\":1}";
        try (ScriptedServer server = server((request, out) -> json(out, 403, error))) {
            RemoteResult result = a().get(PATH);

            assertThat(result)
                    .isInstanceOfSatisfying(
                            RemoteResult.Refused.class,
                            refused -> {
                                assertThat(refused.status()).isEqualTo(403);
                                assertThat(refused.errorCode()).isEqualTo("M_FORBIDDEN");
                                assertThat(refused.message()).isEqualTo("no");
                                assertThat(refused.body().integer("more")).hasValue(1);
                            });
            assertThatThrownBy(result::orElseThrow)
                    .isInstanceOfSatisfying(
                            MatrixException.class, e -> assertThat(e.status()).isEqualTo(403));
            assertThat(a().retryAt()).isEmpty();
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void refusal_ofAProxy_isARefusal() {
        Script script =
                (request, out) -> write(out, "HTTP/1.1 404 X\r\nContent-Length: 4\r\n\r\n<p/>");
        try (ScriptedServer server = server(script)) {
            assertThat(a().get(PATH))
                    .isEqualTo(new RemoteResult.Refused(404, "M_UNKNOWN", "", JsonObject.EMPTY));
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void answer_thatIsNoObject_isBad() {
        try (ScriptedServer server = server(ScriptedServer.always("[1]"))) {
            assertThat(a().get(PATH)).isInstanceOf(RemoteResult.BadAnswer.class);
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void answer_thatIsTooLarge_isBad() {
        RequestLimits small = new RequestLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), 10);
        try (ScriptedServer server = server(ScriptedServer.always("{\"a\":\"aaaaaaaaaaaa\"}"))) {
            assertThat(a().get(PATH, small))
                    .isEqualTo(new RemoteResult.BadAnswer("an answer of more than 10 bytes"));
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void server_thatFails_isLeftAloneForLongerAndLonger() {
        try (ScriptedServer server = server((request, out) -> json(out, 503, "{}"))) {
            List<Integer> perMinute = new ArrayList<>();
            for (int minute = 0; minute < 5; minute++) {
                int before = server.heard().size();
                for (int second = 0; second < 60; second++) {
                    a().get(PATH);
                    time.advance(Duration.ofSeconds(1));
                }
                perMinute.add(server.heard().size() - before);
            }

            // After 2, 4, 8, ... 128 s, each up to a fifth less.
            assertThat(perMinute.getFirst()).isBetween(5, 6);
            assertThat(perMinute.stream().mapToInt(times -> times).sum()).isEqualTo(8);
            assertThat(a().get(PATH)).isInstanceOf(RemoteResult.Unreachable.class);
        }
    }

    @Test
    void server_thatFailed_isLeftAloneAfterARestart() {
        try (ScriptedServer server = server((request, out) -> json(out, 500, "{}"))) {
            a().get(PATH);
            try (RemoteModule restarted = open(config())) {
                assertThat(restarted.servers().get(A).retryAt()).isPresent();
                assertThat(restarted.servers().get(A).get(PATH))
                        .isInstanceOf(RemoteResult.Unreachable.class);
                restarted.servers().destinations().alive(A);
            }
            try (RemoteModule restarted = open(config())) {
                assertThat(restarted.servers().get(A).retryAt()).isEmpty();
            }
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void server_thatShowsThatItLives_isAskedAtOnce() {
        try (ScriptedServer server = server((request, out) -> json(out, 500, "{}"))) {
            a().get(PATH);
            remote.servers().destinations().alive(A);

            a().get(PATH);

            assertThat(server.heard()).hasSize(2);
        }
    }

    @Test
    void getAtOnce_whileTheServerIsLeftAlone_isAskedAndEndsThat() {
        boolean[] works = {false};
        try (ScriptedServer server =
                server((request, out) -> json(out, works[0] ? 200 : 500, "{}"))) {
            a().get(PATH);
            a().getAtOnce(PATH, RequestLimits.SMALL);

            assertThat(server.heard()).hasSize(2);
            assertThat(remote.servers().destinations().record(A).failures()).isEqualTo(1);
            works[0] = true;
            assertThat(a().getAtOnce(PATH, RequestLimits.SMALL))
                    .isInstanceOf(RemoteResult.Done.class);
            assertThat(a().get(PATH)).isInstanceOf(RemoteResult.Done.class);
        }
    }

    @Test
    void getAtOnce_ofManyWhileTheServerIsLeftAlone_isAskedOnce() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Script script =
                (request, out) -> {
                    if (request.what().contains("first")) {
                        json(out, 500, "{}");
                    } else {
                        asked.countDown();
                        answer.await();
                        json(out, 200, "{}");
                    }
                };
        try (ScriptedServer server = server(script)) {
            a().get(new RemotePath("/first"));
            Thread attempt =
                    Thread.ofVirtual().start(() -> a().getAtOnce(PATH, RequestLimits.DEFAULT));
            asked.await();

            assertThat(a().getAtOnce(PATH, RequestLimits.DEFAULT))
                    .isInstanceOf(RemoteResult.Unreachable.class);

            answer.countDown();
            attempt.join();
            assertThat(server.heard()).hasSize(2);
        }
    }

    @Test
    void requests_thatFailTogether_countOnce() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Script script =
                (request, out) -> {
                    both.countDown();
                    both.await();
                    json(out, 500, "{}");
                };
        try (ScriptedServer server = server(script)) {
            Thread other = Thread.ofVirtual().start(() -> a().get(PATH));
            a().get(PATH);
            other.join();

            assertThat(server.heard()).hasSize(2);
            assertThat(remote.servers().destinations().record(A).failures()).isEqualTo(1);
        }
    }

    @Test
    void getShared_atTheSameTime_isAskedOnce() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Script script =
                (request, out) -> {
                    asked.countDown();
                    answer.await();
                    json(out, 200, "{}");
                };
        List<RemoteResult> results = new ArrayList<>();
        try (ScriptedServer server = server(script)) {
            Thread first =
                    Thread.ofVirtual().start(() -> a().getShared(PATH, RequestLimits.DEFAULT));
            asked.await();
            Thread second =
                    Thread.ofVirtual()
                            .start(() -> results.add(a().getShared(PATH, RequestLimits.DEFAULT)));
            while (second.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            answer.countDown();
            first.join();
            second.join();

            assertThat(results).containsExactly(new RemoteResult.Done(JsonObject.EMPTY, 2));
            assertThat(server.heard()).hasSize(1);
        }
    }

    @Test
    void server_thatIsDenied_isNotAsked() {
        try (ScriptedServer server = server(ScriptedServer.always("{}"));
                RemoteModule careful =
                        open(config().withPeers(new Peers(List.of(), List.of("*.test"))))) {
            assertThat(careful.servers().get(A).get(PATH))
                    .isEqualTo(new RemoteResult.Unreachable("a.test is refused by the operator"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void server_itself_isNotAsked() {
        assertThat(remote.servers().get(ServerName.parse("own.test")).get(PATH))
                .isInstanceOf(RemoteResult.Unreachable.class);
    }
}
