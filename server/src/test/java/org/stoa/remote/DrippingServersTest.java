package org.stoa.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stoa.testing.ScriptedServer.write;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stoa.http.Cidr;
import org.stoa.platform.ManualTime;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.connect.RequestLimits;
import org.stoa.storage.CommitListener;
import org.stoa.storage.Database;
import org.stoa.storage.testing.TestDatabase;
import org.stoa.storage.testing.TestEngine;
import org.stoa.testing.ScriptedResolver;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;

/// Servers that answer with a byte a second, so that they are never silent for long.
@Timeout(60)
final class DrippingServersTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final RemotePath PATH = new RemotePath("/x");
    private static final Duration SECOND = Duration.ofSeconds(1);

    /// How many requests a server is asked at once at most.
    private static final int CONNECTIONS = 10;

    private final TestDatabase storage = TestDatabase.create(TestEngine.SQLITE);
    private final ManualTime time = new ManualTime();
    private final Database database = Database.open(storage.config(time), CommitListener.NONE);
    private final ScriptedResolver names = new ScriptedResolver();
    private final RemoteModule remote =
            new RemoteModule(
                    RemoteConfig.of(ServerName.parse("own.test"))
                            .withAuthorities(List.of(AUTHORITY.certificate()))
                            .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8"))),
                    database,
                    names,
                    TestPlatform.with(time));

    @AfterEach
    void close() {
        remote.close();
        database.close();
        storage.close();
    }

    private ScriptedServer server(String name, ScriptedServer.Script script) {
        ScriptedServer server =
                new ScriptedServer(AUTHORITY.context(AUTHORITY.issue(name)), script);
        names.server(name, server.port());
        return server;
    }

    private CompletableFuture<RemoteResult> ask(String name) {
        CompletableFuture<RemoteResult> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () ->
                                result.complete(
                                        remote.servers()
                                                .get(ServerName.parse(name))
                                                .get(PATH, RequestLimits.DEFAULT)));
        return result;
    }

    /// Writes a byte each second for ever.
    private void drip(OutputStream out, String bytes) throws IOException {
        while (true) {
            time.park(this, SECOND);
            write(out, bytes);
        }
    }

    private RemoteResult afterALongTime(CompletableFuture<RemoteResult> asked) {
        while (!asked.isDone()) {
            time.advance(SECOND);
            Thread.onSpinWait();
        }
        return asked.join();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 X\r\nX-Long: ",
                "HTTP/1.1 200 X\r\nContent-Length: 100000\r\n\r\n{",
                "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n"
            })
    void server_thatDrips_isGivenUpAndOthersAreAskedMeanwhile(String beginning) throws Exception {
        CountDownLatch dripping = new CountDownLatch(CONNECTIONS);
        String bytes = beginning.contains("chunked") ? "1\r\nx\r\n" : "x";
        try (ScriptedServer slow =
                        server(
                                "slow.test",
                                (request, out) -> {
                                    write(out, beginning);
                                    dripping.countDown();
                                    drip(out, bytes);
                                });
                ScriptedServer good = server("good.test", ScriptedServer.always("{}"))) {
            List<CompletableFuture<RemoteResult>> asked =
                    IntStream.range(0, CONNECTIONS).mapToObj(each -> ask("slow.test")).toList();
            dripping.await();

            assertThat(ask("good.test").get().done()).contains(JsonObject.EMPTY);
            for (CompletableFuture<RemoteResult> each : asked) {
                assertThat(afterALongTime(each)).isInstanceOf(RemoteResult.TimedOut.class);
            }
            ServerName name = ServerName.parse("slow.test");
            assertThat(remote.servers().destinations().record(name).failures()).isEqualTo(1);
            assertThat(slow.connections()).isEqualTo(CONNECTIONS);
            assertThat(good.heard()).hasSize(1);
        }
    }

    /// The head of a TLS record that is said to be long, and then a byte of it each second.
    @Test
    void handshake_thatDrips_isGivenUp() throws Exception {
        CountDownLatch dripping = new CountDownLatch(1);
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            names.server("slow.test", socket.getLocalPort());
            Thread.ofVirtual().start(() -> dripHandshake(socket, dripping));
            CompletableFuture<RemoteResult> asked = ask("slow.test");
            dripping.await();

            assertThat(afterALongTime(asked))
                    .isInstanceOfAny(RemoteResult.TimedOut.class, RemoteResult.Unreachable.class);
        }
    }

    private void dripHandshake(ServerSocket socket, CountDownLatch dripping) {
        try (Socket client = socket.accept()) {
            OutputStream out = client.getOutputStream();
            out.write(new byte[] {0x16, 0x03, 0x03, 0x3f, 0x00});
            out.flush();
            dripping.countDown();
            drip(out, "x");
        } catch (IOException e) {
            // The other side has had enough, which the test sees by its result.
            if (dripping.getCount() > 0) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
