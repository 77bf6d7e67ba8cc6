package org.stoa.irc.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.stoa.bridge.client.Backoff;
import org.stoa.bridge.client.Pauses;
import org.stoa.irc.text.IrcMessage;

/// The thread that reads what a server says to one session: it connects, reads to the end, and connects again after a wait that
/// grows while connections are of no use.
final class Reconnection {

    private static final Backoff RECONNECT =
            new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofDays(3650));

    private final Session session;
    private final Pauses pauses;
    private final Thread thread;

    /// What it reads for.
    interface Session {
        /// Whether no connection is wanted any more.
        boolean isClosed();

        /// Makes a connection and introduces the user.
        IrcSocket connect() throws IOException;

        /// Something was said on the connection.
        void receive(IrcSocket current, IrcMessage message) throws IOException;

        /// The connection has ended, or none came about; true when it had been of use.
        boolean lost(String reason);
    }

    Reconnection(String name, Session session, Pauses pauses) {
        this.session = session;
        this.pauses = pauses;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Ends a wait; the session is closed.
    void stop() {
        thread.interrupt();
    }

    private void run() {
        int failures = 0;
        while (!session.isClosed()) {
            String reason;
            try {
                reason = read(session.connect());
            } catch (IOException e) {
                reason = e.toString();
            }
            failures = session.lost(reason) ? 1 : failures + 1;
            try {
                if (!session.isClosed()) {
                    pauses.pause(RECONNECT.after(failures));
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Reads until the end, and returns why it ended.
    private String read(IrcSocket current) throws IOException {
        boolean asked = false;
        while (true) {
            try {
                Optional<String> line = current.read();
                if (line.isEmpty()) {
                    return "the server closed the connection";
                }
                asked = false;
                session.receive(current, IrcMessage.parse(line.orElseThrow()));
            } catch (SocketTimeoutException silence) {
                if (asked) {
                    return "the server is silent";
                }
                asked = true;
                current.write(IrcMessage.line("PING", "there"));
            }
        }
    }
}
