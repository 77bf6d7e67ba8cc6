package org.stoa.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;

/// Closes connections whose client takes too long over the head of a request. Each byte that comes restarts the idle time-out
/// of the connection, so that alone a client could hold thousands of connections with a byte a minute. Thread-safe.
final class SlowHeads implements Connection.Listener {
    private final Map<Connection, State> connections = new ConcurrentHashMap<>();
    private final long allowedNanos;
    private final Time time;

    SlowHeads(HttpLimits limits, Time time) {
        this.allowedNanos = limits.headTimeout().toNanos();
        this.time = time;
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof SslConnection)) {
            connections.put(connection, new State(time.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        connections.remove(connection);
    }

    /// Says that a whole head has come.
    void begun(Connection connection) {
        State state = connections.get(connection);
        if (state != null) {
            state.waitingSince = null;
            state.handling = true;
        }
    }

    /// Says that the request was answered; what comes now is the next head.
    void ended(Connection connection) {
        State state = connections.get(connection);
        if (state != null) {
            state.bytesBefore = connection.getBytesIn();
            state.handling = false;
        }
    }

    /// Closes the connections that are late.
    void sweep() {
        long now = time.nanoTime();
        connections.forEach(
                (connection, state) -> {
                    if (isLate(connection, state, now)) {
                        connection.getEndPoint().close();
                    }
                });
    }

    private boolean isLate(Connection connection, State state, long now) {
        if (state.handling) {
            return false;
        }
        Long since = state.waitingSince;
        if (since != null) {
            return now - since > allowedNanos;
        }
        if (connection.getBytesIn() > state.bytesBefore) {
            state.waitingSince = now;
        }
        return false;
    }

    /// What is known of one connection. A new one is waited for from the start, since a TLS handshake may be slow too.
    private static final class State {
        volatile @Nullable Long waitingSince;
        volatile long bytesBefore;
        volatile boolean handling;

        State(long opened) {
            waitingSince = opened;
        }
    }
}
