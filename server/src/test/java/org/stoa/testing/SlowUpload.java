package org.stoa.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A request whose body comes in two halves.
public final class SlowUpload implements AutoCloseable {
    private final Socket socket;
    private final byte[] rest;

    private SlowUpload(Socket socket, byte[] rest) {
        this.socket = socket;
        this.rest = rest;
    }

    /// Sends the head and the first half.
    public static SlowUpload begin(URI server, String target, String token, byte[] body)
            throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        String head =
                """
                PUT %s HTTP/1.1\r
                Host: %s\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                        .formatted(target, server.getAuthority(), token, body.length);
        int half = body.length / 2;
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body, 0, half);
        socket.getOutputStream().flush();
        return new SlowUpload(socket, Arrays.copyOfRange(body, half, body.length));
    }

    /// Sends the second half and returns the first line of the answer.
    public String finish() throws IOException {
        socket.getOutputStream().write(rest);
        socket.getOutputStream().flush();
        return String.valueOf(
                new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))
                        .readLine());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
