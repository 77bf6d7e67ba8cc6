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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// An HTTP server that reads requests and answers as it is told: always with the same few bytes, to see what the driver itself can
/// do, or by their bodies. It lives in the driver's process.
public final class TrivialServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 1000;
    private static final byte[] ANSWER = answer("200 OK", "{\"event_id\":\"$1\"}");
    private static final String LENGTH = "content-length: ";

    private final ServerSocket listener;
    private final UnaryOperator<byte[]> answers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public TrivialServer() throws IOException {
        this(_ -> ANSWER);
    }

    /// @param answers from the body of a request to the whole answer, headers included
    public TrivialServer(UnaryOperator<byte[]> answers) throws IOException {
        this.answers = answers;
        listener = new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
        Thread _ = Thread.ofVirtual().name("trivial server").start(this::accept);
    }

    /// An answer of JSON.
    ///
    /// @param status with its reason
    public static byte[] answer(String status, String json) {
        return """
        HTTP/1.1 %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
                .formatted(status, json.length(), json)
                .getBytes(StandardCharsets.US_ASCII);
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
            for (var body = readRequest(in); body.isPresent(); body = readRequest(in)) {
                socket.getOutputStream().write(answers.apply(body.get()));
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

    /// The body of the next request; nothing when there is none.
    private static Optional<byte[]> readRequest(InputStream in) throws IOException {
        int length = 0;
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            String header = line.toString().trim();
            if (header.isEmpty()) {
                return Optional.of(in.readNBytes(length));
            }
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()));
            }
            line.setLength(0);
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
