package org.stoa.bridge.listen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;

/// Listens for the requests of the homeserver. Each gets a virtual thread.
///
/// Spec: application-service-api#homeserver---application-service-api (v1.19).
public final class Listener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Listener.class);

    /// A hundred of the largest events, and what belongs to them, several times over.
    private static final int MAX_BODY_BYTES = 32 << 20;

    /// Connections that wait to be taken; one homeserver makes few.
    private static final int BACKLOG = 64;

    private static final int OK = 200;

    /// The JDK's server otherwise lets an answer wait until the one before was acknowledged, up to 40 ms.
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Requests requests;

    /// Opens the port; nothing is answered before [#start()].
    ///
    /// @param address where to listen; port 0 for any that is free
    public Listener(InetSocketAddress address, Requests requests) throws IOException {
        this.requests = requests;
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        this.server = HttpServer.create(address, BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
    }

    /// Begins to answer.
    public void start() {
        server.start();
    }

    /// Returns the port.
    public int port() {
        return server.getAddress().getPort();
    }

    /// Stops listening; requests that are being answered are interrupted.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                send(exchange, OK, requests.answer(request(exchange)));
            } catch (MatrixException refused) {
                send(exchange, refused.status(), refused.toJson());
            } catch (JsonException notJson) {
                MatrixException refused = refused(notJson);
                send(exchange, refused.status(), refused.toJson());
            } catch (RuntimeException bug) {
                log.error("Could not answer a {}", exchange.getRequestMethod(), bug);
                MatrixException failed = new MatrixException(ErrorCode.UNKNOWN, "Internal error");
                send(exchange, failed.status(), failed.toJson());
            }
        }
    }

    private static MatrixException refused(JsonException notJson) {
        boolean malformed = notJson.kind() == JsonException.Kind.NOT_JSON;
        return new MatrixException(
                malformed ? ErrorCode.NOT_JSON : ErrorCode.BAD_JSON,
                "The body is not the JSON that it should be");
    }

    private static Request request(HttpExchange exchange) throws IOException {
        return Request.of(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body(exchange.getRequestBody()));
    }

    private static byte[] body(InputStream stream) throws IOException {
        byte[] body = stream.readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            throw new MatrixException(ErrorCode.TOO_LARGE, "The body is larger than 32 MiB");
        }
        return body;
    }

    private static void send(HttpExchange exchange, int status, Json json) throws IOException {
        byte[] bytes = json.toBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
