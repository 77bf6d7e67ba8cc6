package org.stoa.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// A server on 127.0.0.1 that speaks TLS and answers each request with whatever a test writes, byte for byte. It keeps
/// connections, unless the script closes them.
public final class ScriptedServer implements AutoCloseable {
    private final SSLServerSocket socket;
    private final Script script;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<SSLSocket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /// Answers requests.
    @FunctionalInterface
    public interface Script {
        /// Writes an answer; what it throws closes the connection.
        void answer(Heard request, OutputStream out) throws IOException, InterruptedException;
    }

    /// One request.
    ///
    /// @param line the request line
    /// @param headers by names in small letters
    /// @param names what the client said in the TLS handshake whom it wants (SNI)
    public record Heard(String line, Map<String, String> headers, String body, List<String> names) {
        /// The method and the target.
        public String what() {
            return line.substring(0, line.lastIndexOf(' '));
        }
    }

    public ScriptedServer(SSLContext context, Script script) {
        this.script = script;
        try {
            socket =
                    (SSLServerSocket)
                            context.getServerSocketFactory()
                                    .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers every request with 200 and the JSON.
    public static Script always(String json) {
        return (request, out) -> json(out, 200, json);
    }

    /// Writes a whole answer.
    public static void json(OutputStream out, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        write(
                out,
                "HTTP/1.1 "
                        + status
                        + " X\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n");
        out.write(body);
        out.flush();
    }

    /// Writes text as it is.
    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// All requests so far.
    public List<Heard> heard() {
        return heard;
    }

    /// How many connections there were, those included whose handshake failed.
    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) socket.accept();
                connections.incrementAndGet();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            open.clear();
        }
    }

    @SuppressWarnings("EmptyCatch") // clients of these tests break off as they like
    private void serve(SSLSocket client) {
        try (client) {
            client.startHandshake();
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                Heard request = request(line, in, client);
                heard.add(request);
                script.answer(request, client.getOutputStream());
            }
        } catch (IOException | InterruptedException e) {
        }
    }

    private static Heard request(String line, InputStream in, SSLSocket client) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        List<String> names = new ArrayList<>();
        ((ExtendedSSLSession) client.getSession())
                .getRequestedServerNames()
                .forEach(name -> names.add(new String(name.getEncoded(), StandardCharsets.UTF_8)));
        return new Heard(line, headers, body, names);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return "";
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (SSLSocket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
