package org.stoa.bench.federation;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/// An HTTPS port on loopback with kept-alive connections, a virtual thread for each. What goes wrong on one closes that one:
/// the server under load decides what it makes of it.
final class Listener implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int LINE = 16_384;

    /// What the server under load may send at once.
    private static final int MAX_BODY = 64 << 20;

    /// Answers a request; may wait as long as it likes.
    @FunctionalInterface
    interface Handler {
        Reply answer(Call call) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final Handler handler;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Listener(SSLContext tls, Handler handler) throws IOException {
        this.handler = handler;
        socket =
                tls.getServerSocketFactory()
                        .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /// Begins to answer.
    void start() {
        Thread _ = Thread.ofVirtual().name("scripted server").start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (!socket.isClosed()) {
                Socket connection = socket.accept();
                open.add(connection);
                Thread _ = Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (SocketException closed) {
            // The end of this server.
            return;
        } catch (IOException failed) {
            throw new IllegalStateException("a scripted server failed", failed);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream(), LINE);
            OutputStream out = new BufferedOutputStream(connection.getOutputStream(), LINE);
            for (String first = line(in); !first.isEmpty(); first = line(in)) {
                String[] request = first.split(" ", 3);
                write(out, handler.answer(new Call(request[0], request[1], body(in))));
            }
        } catch (IOException ended) {
            // The other side went away, or spoke no HTTP over TLS.
            return;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(connection);
        }
    }

    private static byte[] body(InputStream in) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring("content-length:".length()).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                length = -1;
            }
        }
        if (length > MAX_BODY) {
            throw new IOException("a request of " + length + " bytes");
        }
        return length < 0 ? chunks(in) : in.readNBytes(length);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(line(in).trim(), 16);
            if (size < 0 || whole.size() + (long) size > MAX_BODY) {
                throw new IOException("a request of more than " + MAX_BODY + " bytes");
            }
            whole.write(in.readNBytes(size));
            String _ = line(in);
            if (size == 0) {
                return whole.toByteArray();
            }
        }
    }

    /// A line without its end; empty at the end of the stream too.
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(128);
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
            if (line.length() > LINE) {
                throw new IOException("a line without an end");
            }
        }
        return line.toString();
    }

    private static void write(OutputStream out, Reply reply) throws IOException {
        String head =
                "HTTP/1.1 "
                        + reply.status()
                        + " Scripted\r\nContent-Type: application/json\r\nContent-Length: "
                        + reply.body().length
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(reply.body());
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
