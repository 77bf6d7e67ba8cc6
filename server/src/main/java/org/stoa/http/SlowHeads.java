package org.stoa.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.jspecify.annotations.Nullable;
import org.stoa.platform.Time;

/// Closes connections whose client takes too long over the head of a request. Each byte that comes restarts the idle time-out
/// of the connection, so that alone a client could hold thousands of connections with a byte a minute. While very many are open,
/// those are closed sooner, and those too that lie idle between two requests. Thread-safe.
final class SlowHeads implements Connection.Listener {
    /// How long a connection may lie idle, and a head may take, while there are nearly too many.
    private static final Duration WHILE_CROWDED = Duration.ofSeconds(5);

    private final Map<Connection, State> connections = new ConcurrentHashMap<>();
    private final long allowedNanos;
    private final BooleanSupplier crowded;
    private final Time time;

    /// @param crowded whether there are nearly too many connections
    SlowHeads(HttpLimits limits, BooleanSupplier crowded, Time time) {
        this.allowedNanos = limits.headTimeout().toNanos();
        this.crowded = crowded;
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
            state.begun();
        }
    }

    /// Says that the request was answered; what comes now is the next head. The next request may have begun before this is said:
    /// what answers one goes on with the connection first.
    void ended(Connection connection) {
        State state = connections.get(connection);
        if (state != null) {
            state.ended(connection.getBytesIn(), time.nanoTime());
        }
    }

    /// Closes the connections that are late.
    void sweep() {
        long now = time.nanoTime();
        boolean isCrowded = crowded.getAsBoolean();
        long allowed = isCrowded ? Math.min(allowedNanos, WHILE_CROWDED.toNanos()) : allowedNanos;
        connections.forEach(
                (connection, state) -> {
                    boolean isLate = state.isLate(connection.getBytesIn(), now, allowed);
                    if (isLate || (isCrowded && state.isIdle(now, allowed))) {
                        connection.getEndPoint().close();
                    }
                });
    }

    /// What is known of one connection. A new one is waited for from the start, since a TLS handshake may be slow too.
    private static final class State {
        private @Nullable Long waitingSince;
        private long bytesBefore;
        private long idleSince;
        private int handled;

        State(long opened) {
            waitingSince = opened;
            idleSince = opened;
        }

        synchronized void begun() {
            waitingSince = null;
            handled++;
        }

        synchronized void ended(long bytes, long now) {
            handled--;
            bytesBefore = bytes;
            idleSince = now;
        }

        synchronized boolean isLate(long bytes, long now, long allowedNanos) {
            if (handled > 0) {
                return false;
            }
            if (waitingSince != null) {
                return now - waitingSince > allowedNanos;
            }
            if (bytes > bytesBefore) {
                waitingSince = now;
            }
            return false;
        }

        synchronized boolean isIdle(long now, long allowedNanos) {
            return handled == 0 && waitingSince == null && now - idleSince > allowedNanos;
        }
    }
}
