package org.stoa.http;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Random;

/// One of [MixedClients]: sends requests that are wrong, or breaks off. What it is answered does not matter here.
final class OddClient implements Runnable {
    private static final String END = "\r\n\r\n";
    private static final String ECHO = "POST /echo/odd HTTP/1.1\r\nHost: x\r\n";
    private static final String TEXT = "'odd';".repeat(30);
    private static final String LENGTH = "Content-Length: " + TEXT.length();
    private static final String CHUNKED = ECHO + "Transfer-Encoding: chunked" + END;

    /// Each is sent piece by piece.
    private static final List<List<String>> REQUESTS =
            List.of(
                    // What is no path, with a body that comes after the refusal, or with it.
                    List.of("POST /echo/%00 HTTP/1.1\r\nHost: x\r\n" + LENGTH + END, TEXT),
                    List.of("POST /echo/%00 HTTP/1.1\r\nHost: x\r\n" + LENGTH + END + TEXT),
                    List.of("POST /echo/% HTTP/1.1\r\nHost: x\r\n" + LENGTH + END, TEXT),
                    List.of("GET /echo/%zz HTTP/1.1\r\nHost: x" + END),
                    // What is no head.
                    List.of("NONSENSE" + END, TEXT),
                    List.of(ECHO + "X: " + "x".repeat(9_000) + END, TEXT),
                    List.of(ECHO + "Host: y\r\n" + LENGTH + END, TEXT),
                    List.of("POST /echo/odd HTTP/1.1\r\n" + LENGTH + END, TEXT),
                    List.of(ECHO + "Expect: miracles\r\n" + LENGTH + END, TEXT),
                    List.of("POST /echo/odd HTTP/1.0\r\n" + LENGTH + END, TEXT),
                    // Lengths that are none, or not those of the body.
                    List.of(ECHO + "Content-Length: -1" + END, TEXT),
                    List.of(ECHO + "Content-Length: 12x" + END, TEXT),
                    List.of(ECHO + LENGTH + "\r\nContent-Length: 7" + END, TEXT),
                    List.of(ECHO + LENGTH + "\r\nTransfer-Encoding: chunked" + END, TEXT),
                    List.of(ECHO + "Content-Length: 7" + END, TEXT),
                    List.of(ECHO + "Content-Length: 7" + END + TEXT),
                    List.of(ECHO + "Content-Length: 1000" + END, TEXT),
                    List.of(ECHO + "Content-Length: 1000" + END + TEXT),
                    // Bodies in chunks that break off, or are none.
                    List.of(CHUNKED, "b4\r\n" + TEXT.substring(7)),
                    List.of(CHUNKED, "b4\r\n" + TEXT + "\r\n"),
                    List.of(CHUNKED, "b4\r\n" + TEXT + TEXT),
                    List.of(CHUNKED, "zz\r\n" + TEXT),
                    List.of(CHUNKED + "fffffffffffffffff\r\n", TEXT),
                    // Too much.
                    List.of(ECHO + "Content-Length: 99999999" + END, TEXT, "x".repeat(40_000)),
                    List.of(ECHO + "Content-Length: 300000" + END, "x".repeat(300_000)),
                    List.of(CHUNKED, "20000\r\n" + "x".repeat(0x20000) + "\r\n0" + END),
                    List.of(
                            "POST /small/odd HTTP/1.1\r\nHost: x\r\nContent-Length: 9000" + END,
                            "x".repeat(9_000)),
                    List.of("POST /unread/odd HTTP/1.1\r\nHost: x\r\n" + LENGTH + END, TEXT),
                    List.of("POST /nowhere HTTP/1.1\r\nHost: x\r\n" + LENGTH + END, TEXT),
                    // Asks first, and does not wait, or never sends.
                    List.of(ECHO + "Expect: 100-continue\r\n" + LENGTH + END),
                    List.of(ECHO + "Expect: 100-continue\r\n" + LENGTH + END, TEXT),
                    List.of(
                            "POST /unread/odd HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                                    + LENGTH
                                    + END,
                            TEXT),
                    // Right, and then wrong.
                    List.of(ECHO + LENGTH + END + TEXT + "GET /% HTTP/1.1\r\nHost: x" + END, TEXT));

    private final MixedClients all;
    private final Random random;

    OddClient(MixedClients all, Random random) {
        this.all = all;
        this.random = random;
    }

    @Override
    public void run() {
        while (all.goOn()) {
            try (Socket socket = all.connect();
                    RawClient client = new RawClient(socket)) {
                send(socket, client, REQUESTS.get(random.nextInt(REQUESTS.size())));
            } catch (IOException expected) {
                // The server need not bear with it; that the others do not notice is what counts.
            } finally {
                all.sentOdd();
            }
        }
    }

    private void send(Socket socket, RawClient client, List<String> pieces) throws IOException {
        for (String piece : pieces) {
            client.send(random.nextInt(10) == 0 ? cut(piece) : piece);
        }
        switch (random.nextInt(4)) {
            case 0 -> socket.setSoLinger(true, 0);
            case 1 -> socket.shutdownOutput();
            case 2 -> {
                socket.setSoTimeout(20);
                client.read();
            }
            default -> {
                // It closes without having read the answer.
            }
        }
    }

    private String cut(String piece) {
        return piece.substring(0, random.nextInt(piece.length() + 1));
    }
}
