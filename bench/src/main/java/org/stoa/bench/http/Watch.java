package org.stoa.bench.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ends waits that last too long, on a thread of its own. A time-out of the socket would cost the driver a timer for each
/// answer, on the cores of the server.
final class Watch {
    /// The only one.
    static final Watch ALL = new Watch();

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

    private Watch() {
        Thread _ = Thread.ofVirtual().name("watch").start(this::look);
    }

    void add(Connection connection) {
        connections.add(connection);
    }

    void remove(Connection connection) {
        connections.remove(connection);
    }

    void closeAll() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                long now = System.nanoTime();
                for (Connection connection : connections) {
                    end(connection, now);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Connection connection, long now) {
        try {
            connection.endLongWait(now);
        } catch (IOException closed) {
            connections.remove(connection);
        }
    }
}
