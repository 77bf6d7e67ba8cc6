package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A connection whose head is refused, on a machine that has other things to do just then.
@Timeout(20)
final class HttpConnectionsTest {
    private final CountDownLatch anotherReads = new CountDownLatch(1);
    private final CountDownLatch readerLeaves = new CountDownLatch(1);
    private final Server server = new Server(new BusyThreads());
    private final ServerConnector connector = new WatchedConnector(server);
    private volatile @Nullable Thread reader;
    private volatile boolean disturbed;

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setErrorHandler(new JettyErrors());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void connection_whoseHeadIsRefused_isReadByOneThreadAtATime() throws Exception {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        try (RawClient client = new RawClient(address)) {
            Answer answer = client.send("NONSENSE\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.isClosed()).isTrue();
            assertThat(readerLeaves.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(disturbed).isFalse();
        }
    }

    /// The thread that read a head and handed its refusal to another one goes on only when there was time for all that follows.
    private final class BusyThreads extends QueuedThreadPool {
        private static final long ENOUGH_MILLIS = 500;

        @Override
        public boolean tryExecute(Runnable job) {
            if (HttpConnection.getCurrentConnection() == null) {
                return super.tryExecute(job);
            }
            reader = Thread.currentThread();
            execute(job);
            try {
                disturbed = anotherReads.await(ENOUGH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                reader = null;
                readerLeaves.countDown();
            }
            return true;
        }
    }

    private final class WatchedConnector extends ServerConnector {
        WatchedConnector(Server server) {
            super(server, 1, 1, new HttpConnections(new HttpConfiguration()));
        }

        @Override
        protected SocketChannelEndPoint newEndPoint(
                SocketChannel channel, ManagedSelector selector, SelectionKey key) {
            return new SocketChannelEndPoint(channel, selector, key, getScheduler()) {
                @Override
                public int fill(ByteBuffer buffer) throws IOException {
                    Thread busy = reader;
                    if (busy != null && !busy.equals(Thread.currentThread())) {
                        anotherReads.countDown();
                    }
                    return super.fill(buffer);
                }
            };
        }
    }
}
