package org.stoa.appservice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.appservice.Registration;
import org.stoa.appservice.client.ServiceAnswer.Answered;
import org.stoa.appservice.client.ServiceAnswer.TimedOut;
import org.stoa.appservice.client.ServiceAnswer.Unreachable;
import org.stoa.appservice.client.ServiceClient.Kind;
import org.stoa.platform.Time;
import org.stoa.remote.RemotePath;
import org.stoa.testing.TestRegistrations;

/// Services that are broken, or mean harm.
final class StrangeAnswersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SSH-2.0-OpenSSH",
                "HTTP/1.1 abc What~~",
                "HTTP/1.1 200 OK~Content-Length: many~~{}",
                "HTTP/1.1 200 OK~Content-Length: -5~~{}",
                "HTTP/1.1 200 OK~Content-Length: 99999999999~~{}",
                "HTTP/1.1 200 OK~Content-Length: 10~Content-Length: 2~~{}",
                "HTTP/1.1 200 OK~Content-Length: 50~~{}",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~{}~0~~",
                "HTTP/1.1 101 Switching Protocols~Upgrade: x~Connection: upgrade~~",
            })
    void answer_thatIsNoHttp_isAsIfItWereNotReached(String answer) {
        try (Peer peer = new Peer((in, out) -> out.write(bytes(answer.replace("~", "\r\n"))))) {
            assertThat(peer.ask(PATIENCE)).isInstanceOf(Unreachable.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SSH-2.0-OpenSSH~",
                "HTTP/1.1 abc What~~",
                "HTTP/1.1 200 OK~Content-Length: many~~{}",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~zz~{}~0~~",
                "HTTP/1.1 101 Switching Protocols~Upgrade: x~Connection: upgrade~~",
            })
    void answer_thatIsNoHttp_isHungUpOn(String answer) {
        try (Peer peer =
                new Peer(
                        (in, out) -> {
                            out.write(bytes(answer.replace("~", "\r\n")));
                            in.transferTo(OutputStream.nullOutputStream());
                            throw new SocketException("the client hung up");
                        })) {
            assertThat(peer.ask(PATIENCE)).isInstanceOf(Unreachable.class);
            peer.awaitHungUp();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 302 Found~Location: http://127.0.0.1:1/~Content-Length: 0~~ | 302",
                "HTTP/1.1 401 Unauthorized~Content-Length: 0~~ | 401",
                "HTTP/1.1 407 Proxy~Proxy-Authenticate: Basic~Content-Length: 0~~ | 407",
                "HTTP/1.1 204 No Content~~ | 204",
                "HTTP/1.0 200 OK~Content-Type: image/png~~{} | 200",
                "HTTP/1.1 999 What~Content-Length: 0~~ | 999",
            })
    void answer_ofAnyStatusAndKind_isTakenAsItIs(String answer, int status) {
        try (Peer peer = new Peer((in, out) -> out.write(bytes(answer.replace("~", "\r\n"))))) {
            assertThat(peer.ask(PATIENCE))
                    .isInstanceOfSatisfying(
                            Answered.class, one -> assertThat(one.status()).isEqualTo(status));
        }
    }

    @Test
    void answer_thatIsTooLong_isNotReadToItsEnd() {
        byte[] much = new byte[1 << 20];
        try (Peer peer =
                new Peer(
                        (in, out) -> {
                            out.write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
                            while (true) {
                                out.write(much);
                            }
                        })) {
            assertThat(peer.ask(PATIENCE)).isInstanceOf(Unreachable.class);
            peer.awaitHungUp();
        }
    }

    @Test
    void answer_thatDoesNotEnd_timesOutAndTheConnectionIsClosed() {
        try (Peer peer =
                new Peer(
                        (in, out) -> {
                            out.write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
                            while (true) {
                                out.write(' ');
                                out.flush();
                                Thread.onSpinWait();
                            }
                        })) {
            assertThat(peer.ask(SHORT)).isInstanceOfAny(TimedOut.class, Unreachable.class);
            peer.awaitHungUp();
        }
    }

    @Test
    void headers_thatDoNotEnd_areGivenUp() {
        try (Peer peer =
                new Peer(
                        (in, out) -> {
                            out.write(bytes("HTTP/1.1 200 OK\r\n"));
                            while (true) {
                                out.write(bytes("X-More: " + "x".repeat(8_000) + "\r\n"));
                            }
                        })) {
            assertThat(peer.ask(PATIENCE)).isInstanceOf(Unreachable.class);
        }
    }

    @Test
    void service_thatSaysNothing_timesOut() {
        CountDownLatch never = new CountDownLatch(1);
        try (Peer peer =
                new Peer(
                        (in, out) -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        })) {
            assertThat(peer.ask(SHORT)).isEqualTo(new TimedOut());
        } finally {
            never.countDown();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @FunctionalInterface
    private interface Script {
        void answer(InputStream in, OutputStream out) throws IOException;
    }

    /// Listens, reads a line of each request, and answers as it likes.
    private static final class Peer implements AutoCloseable {
        private final ServerSocket listener;
        private final Script script;
        private final CountDownLatch hungUp = new CountDownLatch(1);
        private final ServiceClient client = new ServiceClient(Time.system());

        Peer(Script script) {
            this.script = script;
            try {
                listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::listen);
        }

        private void listen() {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> answer(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                byte[] request = new byte[10_000];
                assertThat(socket.getInputStream().read(request)).isPositive();
                script.answer(socket.getInputStream(), socket.getOutputStream());
            } catch (SocketException e) {
                hungUp.countDown();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        ServiceAnswer ask(Duration timeout) {
            Registration service =
                    TestRegistrations.of(
                                    TestRegistrations.irc(
                                            "http://127.0.0.1:" + listener.getLocalPort()))
                            .getFirst();
            return client.get(service, Kind.PING, RemotePath.of("/ping"), timeout);
        }

        /// Waits until the client has closed its end.
        void awaitHungUp() {
            try {
                hungUp.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() {
            client.close();
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
