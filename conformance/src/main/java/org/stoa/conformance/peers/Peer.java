package org.stoa.conformance.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.stoa.conformance.client.Homeserver;
import org.stoa.conformance.client.User;
import org.stoa.conformance.runner.StartedServer;
import org.stoa.conformance.shape.ShapeLog;

/// One of the two servers. Its name is the port of a [Link], so it can be cut off; and it can be ended and started again.
public final class Peer implements AutoCloseable {
    private final String label;
    private final Link link;
    private final StartedServer server;
    private final Homeserver homeserver;

    private Peer(String label, Link link, StartedServer server) {
        this.label = label;
        this.link = link;
        this.server = server;
        // Whether answers have the right shape is for conformance/run to say.
        this.homeserver =
                new Homeserver(server.uri(), Optional.of(StartedServer.SECRET), new ShapeLog());
    }

    /// Starts a server and waits until it is ready.
    ///
    /// @param label what results call it
    static Peer start(String label, Path script, Certificates certificates)
            throws IOException, InterruptedException {
        int port = StartedServer.freePort();
        Link link = new Link(port);
        try {
            StartedServer server =
                    StartedServer.start(script, environment(link, port, certificates));
            return new Peer(label, link, server);
        } catch (IOException | InterruptedException failed) {
            link.close();
            throw failed;
        }
    }

    private static Map<String, String> environment(Link link, int port, Certificates certificates) {
        return Map.of(
                "SERVER_NAME", "127.0.0.1:" + link.port(),
                "FEDERATION_LISTEN", "127.0.0.1:" + port,
                "TLS_CERT", certificates.certificate().toString(),
                "TLS_KEY", certificates.key().toString(),
                "CA_CERT", certificates.authority().toString());
    }

    /// The server's name, as it stands in ids.
    public String name() {
        return "127.0.0.1:" + link.port();
    }

    /// Its client API.
    public Homeserver homeserver() {
        return homeserver;
    }

    /// Registers an account whose localpart begins with this name.
    public User user(String name) {
        return homeserver.user(name);
    }

    /// What the server has written to its outputs.
    Path log() {
        return server.log();
    }

    /// Makes the other server unable to reach this one, until [#mend].
    void cut() {
        try {
            link.cut();
        } catch (IOException broken) {
            throw new IllegalStateException("cannot cut " + this + " off", broken);
        }
    }

    void mend() {
        link.mend();
    }

    /// Ends the server as its operator would.
    public void stop() {
        run(server::stop);
    }

    /// Ends the server by SIGKILL.
    public void kill() {
        run(server::kill);
    }

    /// Starts the server that was ended, with its data, and waits until it is ready.
    public void startAgain() {
        run(server::startAgain);
    }

    private interface Change {
        void run() throws IOException, InterruptedException;
    }

    private void run(Change change) {
        try {
            change.run();
        } catch (IOException broken) {
            throw new AssertionError(label + ": " + broken.getMessage(), broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + label, interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        homeserver.close();
        try {
            server.close();
        } finally {
            link.close();
        }
    }

    @Override
    public String toString() {
        return label;
    }
}
