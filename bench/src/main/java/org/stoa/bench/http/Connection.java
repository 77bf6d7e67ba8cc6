package org.stoa.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// One kept-alive HTTP/1.1 connection, for one thread at a time. It parses no more of an answer than it must and allocates
/// little, so that what is measured is the server. An answer larger than [#MAX_BODY] or later than [#MAX_WAIT] is an
/// error.
public final class Connection implements AutoCloseable {
    /// Longer than any long poll that a scenario makes.
    private static final Duration MAX_WAIT = Duration.ofMinutes(5);

    private static final int CONNECT_MILLIS = 30_000;

    /// The largest initial sync of the scenarios is about 100 MB.
    private static final int MAX_BODY = 512 << 20;

    private static final int MAX_LINE = 64 << 10;

    /// Small, since idle scenarios keep thousands of connections.
    private static final int BUFFER = 1024;

    /// A loopback source address has about 28,000 ports for one destination; after this many another one is used.
    private static final int CONNECTIONS_FOR_EACH_SOURCE = 20_000;

    private final URI target;
    private final byte[] tail;
    private final byte[] buffer = new byte[BUFFER];
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private int at;
    private int end;
    private boolean closing;
    private volatile boolean isTooLate;

    /// Since when an answer is waited for, as `nanoTime`; 0 when none is.
    private volatile long waitingSince;

    public Connection(URI target) throws IOException {
        this(target, 0);
    }

    /// @param number of this connection among many; spreads them over source addresses when the target is on loopback
    public Connection(URI target, int number) throws IOException {
        this.target = target;
        String host = target.getHost() + ":" + port(target);
        tail = (" HTTP/1.1\r\nHost: " + host + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        socket = open(number);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private static int port(URI target) {
        return target.getPort() < 0 ? 80 : target.getPort();
    }

    private Socket open(int number) throws IOException {
        Socket opened = new Socket();
        try {
            InetAddress address = InetAddress.getByName(target.getHost());
            int source = number / CONNECTIONS_FOR_EACH_SOURCE;
            if (source > 0 && address.isLoopbackAddress()) {
                byte[] from = {127, 0, 1, (byte) source};
                opened.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
            }
            opened.setTcpNoDelay(true);
            opened.connect(new InetSocketAddress(address, port(target)), CONNECT_MILLIS);
            Watch.ALL.add(this);
            return opened;
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    /// Sends a request and waits for its answer.
    ///
    /// @param token access token; empty for none
    /// @param body JSON; empty for none
    public Answer call(String method, String path, String token, String body) throws IOException {
        send(method, path, token, body);
        return receive();
    }

    /// Sends a request without waiting for its answer.
    public void send(String method, String path, String token, String body) throws IOException {
        if (closing) {
            reconnect();
        }
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder rest = new StringBuilder(128);
        if (!token.isEmpty()) {
            rest.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        if (content.length > 0) {
            rest.append("Content-Type: application/json\r\n");
        }
        if (content.length > 0 || !method.equals("GET")) {
            rest.append("Content-Length: ").append(content.length).append("\r\n");
        }
        rest.append("\r\n");
        byte[] start = (method + " " + path).getBytes(StandardCharsets.ISO_8859_1);
        byte[] headers = rest.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole =
                Arrays.copyOf(start, start.length + tail.length + headers.length + content.length);
        int to = start.length;
        System.arraycopy(tail, 0, whole, to, tail.length);
        System.arraycopy(headers, 0, whole, to += tail.length, headers.length);
        System.arraycopy(content, 0, whole, to + headers.length, content.length);
        out.write(whole);
    }

    /// Waits for the next answer.
    public Answer receive() throws IOException {
        waitingSince = System.nanoTime() | 1;
        try {
            return received();
        } catch (IOException failed) {
            if (isTooLate) {
                throw new IOException("no answer within " + MAX_WAIT.toSeconds() + " s", failed);
            }
            throw failed;
        } finally {
            waitingSince = 0;
        }
    }

    /// Ends the wait for an answer that comes too late, with an error for whoever waits.
    void endLongWait(long now) throws IOException {
        long since = waitingSince;
        if (since != 0 && now - since > MAX_WAIT.toNanos()) {
            isTooLate = true;
            socket.close();
        }
    }

    /// Closes all connections that are open.
    public static void closeAll() throws IOException {
        Watch.ALL.closeAll();
    }

    private Answer received() throws IOException {
        String statusLine = line();
        if (statusLine.length() < 12 || !statusLine.startsWith("HTTP/1.")) {
            throw new IOException(
                    target + " does not speak HTTP/1.1: '" + shortened(statusLine) + "'");
        }
        int status = Integer.parseInt(statusLine, 9, 12, 10);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).trim();
            switch (header.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> closing = value.equalsIgnoreCase("close");
                default -> {
                    // Says nothing about where the answer ends.
                }
            }
        }
        return new Answer(status, chunked ? chunks() : bytes(new byte[0], length));
    }

    private static String shortened(String line) {
        return line.substring(0, Math.min(line.length(), 40));
    }

    /// Whether a part of an answer is there, without waiting.
    public boolean hasAnswer() throws IOException {
        return at < end || in.available() > 0;
    }

    private byte[] chunks() throws IOException {
        byte[] body = new byte[0];
        while (true) {
            int size = Integer.parseInt(line().trim(), 16);
            body = bytes(body, size);
            line();
            if (size == 0) {
                return body;
            }
        }
    }

    /// What was read so far and as many bytes more.
    private byte[] bytes(byte[] sofar, int length) throws IOException {
        if (length < 0 || sofar.length + (long) length > MAX_BODY) {
            throw new IOException("an answer of " + (sofar.length + (long) length) + " bytes");
        }
        byte[] whole = Arrays.copyOf(sofar, sofar.length + length);
        int have = Math.min(length, end - at);
        System.arraycopy(buffer, at, whole, sofar.length, have);
        at += have;
        for (int to = sofar.length + have; to < whole.length; ) {
            int count = in.read(whole, to, whole.length - to);
            if (count < 0) {
                throw new EOFException("the server closed the connection inside an answer");
            }
            to += count;
        }
        return whole;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (at == end) {
                fill();
            }
            int start = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            line.append(new String(buffer, start, at - start, StandardCharsets.ISO_8859_1));
            if (line.length() > MAX_LINE) {
                throw new IOException("a header of more than " + MAX_LINE + " bytes");
            }
            if (at < end) {
                at++;
                int length = line.length();
                return length > 0 && line.charAt(length - 1) == '\r'
                        ? line.substring(0, length - 1)
                        : line.toString();
            }
        }
    }

    private void fill() throws IOException {
        at = 0;
        end = Math.max(in.read(buffer, 0, buffer.length), 0);
        if (end == 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    private void reconnect() throws IOException {
        socket.close();
        socket = open(0);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        at = 0;
        end = 0;
        closing = false;
    }

    @Override
    public void close() throws IOException {
        Watch.ALL.remove(this);
        socket.close();
    }
}
