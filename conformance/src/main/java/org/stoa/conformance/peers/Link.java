package org.stoa.conformance.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A way to a server that can be cut: a port whose connections go on to another port. Safe for use by several threads.
final class Link implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    /// @param target the port of the loopback address that connections go on to
    Link(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, BACKLOG, loopback());
        Thread.ofVirtual().start(this::acceptAll);
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    /// The port to connect to.
    int port() {
        return entrance.getLocalPort();
    }

    /// Ends all connections, and each new one at once, until [#mend].
    void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    /// Lets connections through again.
    void mend() {
        cut = false;
    }

    private void acceptAll() {
        while (!entrance.isClosed()) {
            try {
                Socket from = entrance.accept();
                Thread.ofVirtual().start(() -> join(from));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket from) {
        try (Socket near = kept(from);
                Socket far = kept(new Socket())) {
            far.connect(new InetSocketAddress(loopback(), target));
            Thread back = Thread.ofVirtual().start(() -> pass(far, near));
            pass(near, far);
            back.join();
        } catch (IOException nobodyThere) {
            // The one who connected finds the connection closed, as it would without this link.
            open.remove(from);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Remembers a connection, so that a cut ends it, also when that came between.
    private Socket kept(Socket socket) throws IOException {
        open.add(socket);
        if (cut) {
            socket.close();
            open.remove(socket);
            throw new IOException("the link is cut");
        }
        return socket;
    }

    private void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException broken) {
            // Whatever ended one direction ends the other.
            closeQuietly(from);
            closeQuietly(to);
        } finally {
            open.remove(from);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // Closing is all that was wanted.
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
