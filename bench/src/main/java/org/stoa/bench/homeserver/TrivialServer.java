package org.stoa.bench.homeserver;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An HTTP server that answers every request with the same few bytes, to see what the driver itself can do. It lives in the
/// driver's process.
public final class TrivialServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 1000;
    private static final byte[] ANSWER =
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17"
                            + "\r\n\r\n{\"event_id\":\"$1\"}")
                    .getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "content-length: ";

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public TrivialServer() throws IOException {
        listener = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
        Thread _ = Thread.ofVirtual().name("trivial server").start(this::accept);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (open.size() < MAX_CONNECTIONS) {
                Socket socket = listener.accept();
                open.add(socket);
                Thread _ = Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (SocketException closed) {
            // The end of this server.
            return;
        } catch (IOException failed) {
            throw new IllegalStateException("the trivial server failed", failed);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (skipRequest(in)) {
                socket.getOutputStream().write(ANSWER);
            }
        } catch (SocketException closed) {
            // The driver or this server is done.
            return;
        } catch (IOException failed) {
            throw new IllegalStateException("the trivial server failed", failed);
        } finally {
            open.remove(socket);
        }
    }

    /// Whether there was a request.
    private static boolean skipRequest(InputStream in) throws IOException {
        int length = 0;
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String header = line.toString().trim();
            if (header.isEmpty()) {
                in.skipNBytes(length);
                return true;
            }
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()));
            }
            line.setLength(0);
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
