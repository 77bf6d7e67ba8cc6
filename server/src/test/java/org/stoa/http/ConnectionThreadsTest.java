package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server none of whose threads is ever free for what must be done at once.
@Timeout(20)
final class ConnectionThreadsTest {
    private final CompletableFuture<Thread> refuser = new CompletableFuture<>();
    private final Server server = SocketServer.newServer(busyThreads());
    private final ServerConnector connector =
            new ServerConnector(server, 1, 1, new HttpConnections(new HttpConfiguration()));

    private static ConnectionThreads busyThreads() {
        ConnectionThreads threads = new ConnectionThreads();
        threads.setReservedThreads(0);
        return threads;
    }

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        JettyErrors errors = new JettyErrors();
        server.setErrorHandler(
                (request, out, callback) -> {
                    refuser.complete(Thread.currentThread());
                    return errors.handle(request, out, callback);
                });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void head_thatIsRefused_takesNoThreadOfThePlatform() throws Exception {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        try (RawClient client = new RawClient(address)) {
            Answer answer = client.send("NONSENSE\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.isClosed()).isTrue();
            assertThat(refuser.get(10, TimeUnit.SECONDS).isVirtual()).isTrue();
        }
    }
}
