package org.stoa.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One kept-alive HTTP/1.1 connection, for one thread. It costs the driver as little as can be, so that what is measured
/// is the server.
final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    Connection(URI target) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(target.getHost(), target.getPort()), 10_000);
        in = new BufferedInputStream(socket.getInputStream(), 2048);
        out = socket.getOutputStream();
        host = target.getHost() + ":" + target.getPort();
    }

    /// An answer.
    record Answer(int status, String body) {
        Answer orThrow() {
            if (status != 200) {
                throw new IllegalStateException("HTTP " + status + ": " + body);
            }
            return this;
        }

        /// The text of the first member of the name, without regard to nesting; enough for ids and tokens.
        String text(String name) {
            int at = body.indexOf("\"" + name + "\"");
            if (at < 0) {
                throw new IllegalStateException("no " + name + " in " + body);
            }
            int start = body.indexOf('"', body.indexOf(':', at + name.length() + 2)) + 1;
            return body.substring(start, body.indexOf('"', start));
        }
    }

    /// Sends a request without waiting for its answer.
    void send(String method, String path, String token, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
        if (!token.isEmpty()) {
            head.append("\r\nAuthorization: Bearer ").append(token);
        }
        head.append("\r\nContent-Length: ").append(content.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[start.length + content.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(content, 0, whole, start.length, content.length);
        out.write(whole);
        out.flush();
    }

    /// Waits for the next answer.
    Answer receive() throws IOException {
        String statusLine = line();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).trim());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.contains("chunked");
            }
        }
        return new Answer(status, chunked ? chunks() : text(length));
    }

    Answer call(String method, String path, String token, String body) throws IOException {
        send(method, path, token, body);
        return receive();
    }

    private String chunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line().trim(), 16);
            body.append(text(size));
            line();
            if (size == 0) {
                return body.toString();
            }
        }
    }

    private String text(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed the connection inside an answer");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
