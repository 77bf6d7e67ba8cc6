package org.stoa.conformance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LinkTest {
    private static final int PATIENCE = 10_000;

    private ServerSocket server;
    private Link link;

    /// A server that sends back what it gets.
    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::echoAll);
        link = new Link(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        link.close();
        server.close();
    }

    private void echoAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException closed) {
            // The test sees it.
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static int echoed(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    @Test
    void bytes_passInBothDirections() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echoed(socket, 7)).isEqualTo(7);
            assertThat(echoed(socket, 8)).isEqualTo(8);
        }
    }

    @Test
    void endOfOneDirection_passes() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(7);
            socket.shutdownOutput();

            assertThat(socket.getInputStream().readAllBytes()).containsExactly(7);
        }
    }

    @Test
    void cut_endsOpenConnectionsAndNewOnes() throws IOException {
        try (Socket before = connect()) {
            assertThat(echoed(before, 7)).isEqualTo(7);

            link.cut();

            assertEnded(before);
            try (Socket after = connect()) {
                assertEnded(after);
            }
        }
    }

    /// The end of the stream, or an error: not silence.
    private static void assertEnded(Socket socket) {
        assertThatThrownBy(
                        () -> {
                            if (echoed(socket, 8) < 0) {
                                throw new IOException("the stream ended");
                            }
                        })
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(java.net.SocketTimeoutException.class);
    }

    @Test
    void mended_passesAgain() throws IOException {
        link.cut();
        link.mend();

        try (Socket socket = connect()) {
            assertThat(echoed(socket, 7)).isEqualTo(7);
        }
    }

    @Test
    void nobodyBehind_endsTheConnection() throws IOException {
        server.close();

        try (Socket socket = connect()) {
            assertEnded(socket);
        }
    }
}
