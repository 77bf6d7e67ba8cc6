package org.stoa.irc.connection;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.stoa.irc.config.NetworkSettings;
import org.stoa.irc.text.Decoding;

/// A connection as lines. One thread reads; any writes.
final class IrcSocket implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(20);

    /// Servers send lines of 512 bytes, and tags of up to 8,191; more is not read.
    private static final int MAX_LINE_BYTES = 16_384;

    /// IRC's own limit, with the line's end.
    private static final int MAX_SENT_BYTES = 512;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    private IrcSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
        this.output = socket.getOutputStream();
    }

    static IrcSocket connect(NetworkSettings network, Duration readTimeout) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(
                    new InetSocketAddress(network.host(), network.port()),
                    (int) CONNECT_TIMEOUT.toMillis());
            plain.setTcpNoDelay(true);
            plain.setSoTimeout((int) readTimeout.toMillis());
            return new IrcSocket(network.tls() ? encrypted(plain, network) : plain);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket encrypted(Socket plain, NetworkSettings network) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket socket =
                (SSLSocket) factory.createSocket(plain, network.host(), network.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /// Returns the next line; empty at the end.
    ///
    /// @throws java.net.SocketTimeoutException when nothing came for the read timeout
    Optional<String> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int b = input.read();
            if (b < 0) {
                return Optional.empty();
            }
            if (b == '\n' || b == '\r') {
                if (line.size() > 0) {
                    return Optional.of(Decoding.text(line.toByteArray()));
                }
            } else if (line.size() < MAX_LINE_BYTES) {
                line.write(b);
            }
        }
    }

    /// Writes a line at once.
    void write(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_SENT_BYTES - 2);
        byte[] ended = new byte[length + 2];
        System.arraycopy(bytes, 0, ended, 0, length);
        ended[length] = '\r';
        ended[length + 1] = '\n';
        synchronized (output) {
            output.write(ended);
            output.flush();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
