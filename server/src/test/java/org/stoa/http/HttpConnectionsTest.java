package org.stoa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server on a machine that has other things to do just when a head was refused.
@Timeout(60)
final class HttpConnectionsTest {
    private final Server server = new Server(new InterruptedThreads());
    private final ServerConnector connector =
            new ServerConnector(server, 1, 1, new HttpConnections(new HttpConfiguration()));

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Echo());
        server.setErrorHandler(new JettyErrors());
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void headsOfOthers_thatAreRefused_changeNoRequest() throws InterruptedException {
        MixedClients.Outcome outcome =
                MixedClients.run(
                        new InetSocketAddress("127.0.0.1", connector.getLocalPort()),
                        Duration.ofSeconds(2),
                        3,
                        20);

        assertThat(outcome.wrong()).isEmpty();
        assertThat(outcome.right()).isPositive();
        assertThat(outcome.odd()).isPositive();
    }

    /// Threads that lose their processor when they have handed a refusal to another.
    private static final class InterruptedThreads extends QueuedThreadPool {
        private static final int LONGEST_NANOS = 500_000;

        @Override
        public boolean tryExecute(Runnable job) {
            boolean isTaken = super.tryExecute(job);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(LONGEST_NANOS));
            return isTaken;
        }
    }

    private static final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            String path = String.valueOf(request.getHttpURI().getPath());
            response.getHeaders().put("X-Name", path.substring(path.lastIndexOf('/') + 1));
            ByteBuffer body = Content.Source.asByteBuffer(request);
            response.write(true, body, callback);
            return true;
        }
    }
}
