package org.stoa.http;

import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/// Makes connections on each of which one thread at a time looks for requests.
///
/// Jetty 12.1 hands the refusal of what is no head to another thread and only then lets go of the buffer it read from. When the refusal
/// is sent before that, the other thread goes on with the connection: it reads into a buffer that the first one gives back to
/// the pool, where the next connection takes it. Two connections then share a buffer, and requests are answered twice, or with
/// what somebody else sent. Whoever sends nonsense for long enough could bring that about; jetty#12939 is of this kind.
final class HttpConnections extends HttpConnectionFactory {
    HttpConnections(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new OneByOne(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    /// Whoever comes while another thread is at it waits, for as long as that takes to leave: nothing inside waits for a client.
    private static final class OneByOne extends HttpConnection {
        private final ReentrantLock looking = new ReentrantLock();

        OneByOne(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        public void onFillable() {
            looking.lock();
            try {
                super.onFillable();
            } finally {
                looking.unlock();
            }
        }
    }
}
