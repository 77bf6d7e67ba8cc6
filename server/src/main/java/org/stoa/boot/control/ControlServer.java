package org.stoa.boot.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;

/// Answers the commands of this machine. Thread-safe.
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    /// People type commands; more at once is a mistake.
    private static final int MAX_CONNECTIONS = 8;

    /// Who connects and says nothing gives the place to somebody else.
    private static final Duration MAX_DURATION = Duration.ofSeconds(60);

    private final ServerSocketChannel server;
    private final ControlSocket socket;
    private final UnaryOperator<JsonObject> handler;
    private final Semaphore places = new Semaphore(MAX_CONNECTIONS);

    private ControlServer(
            ServerSocketChannel server, ControlSocket socket, UnaryOperator<JsonObject> handler) {
        this.server = server;
        this.socket = socket;
        this.handler = handler;
    }

    /// Listens at `name`. The caller holds the lock of the data folder, so a file there is a dead process's.
    ///
    /// @param handler gets each request on a thread of its own, and answers even when it fails
    public static ControlServer start(Path name, UnaryOperator<JsonObject> handler) {
        try {
            ControlSocket socket = ControlSocket.make(name);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket.address()));
            socket.protect();
            ControlServer control = new ControlServer(server, socket, handler);
            Thread.ofVirtual().name("control").start(control::accept);
            return control;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the control socket " + name, e);
        }
    }

    private void accept() {
        try {
            while (true) {
                places.acquire();
                SocketChannel channel = server.accept();
                Thread.ofVirtual().name("control-connection").start(() -> serve(channel));
            }
        } catch (ClosedChannelException e) {
            LOG.debug("the control socket is closed");
        } catch (IOException e) {
            LOG.error("the control socket failed; commands need a restart of the server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel channel) {
        Thread watch = Thread.ofVirtual().start(() -> closeLate(channel));
        try (channel) {
            Optional<JsonObject> request = ControlLine.read(channel);
            if (request.isPresent()) {
                ControlLine.write(channel, handler.apply(request.get()));
            }
        } catch (IOException | JsonException e) {
            LOG.debug("a command on the control socket was cut off", e);
        } finally {
            watch.interrupt();
            places.release();
        }
    }

    private static void closeLate(SocketChannel channel) {
        try {
            Thread.sleep(MAX_DURATION);
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.debug("a connection of the control socket could not be closed", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            socket.remove();
        } catch (IOException e) {
            LOG.warn("the control socket could not be removed: {}", e.toString());
        }
    }
}
