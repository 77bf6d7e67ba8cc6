package org.stoa.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.specification.SpecOperations;

/// An application service on 127.0.0.1 that answers as a test says, and remembers what it was asked.
public final class ScriptedService implements AutoCloseable {
    /// Success, and nothing more.
    public static final Reply OK = new Reply(200, "{}");

    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final int port;
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile Function<Heard, Reply> script;
    private HttpServer server;

    /// What is answered.
    public record Reply(int status, String body) {}

    /// What was asked.
    ///
    /// @param path encoded, without the query
    public record Heard(
            String method, String path, String query, Optional<String> token, String body) {
        /// Whether it is a transaction.
        public boolean isTransaction() {
            return path.contains("/transactions/");
        }

        /// The id of the transaction.
        public String transactionId() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /// The body as JSON.
        public JsonObject json() {
            return Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
        }

        /// The events of a transaction.
        public List<JsonObject> events() {
            return json().array("events").orElse(JsonArray.EMPTY).objects();
        }

        /// The ephemeral events of a transaction.
        public List<JsonObject> ephemeral() {
            return json().array("ephemeral").orElse(JsonArray.EMPTY).objects();
        }
    }

    private ScriptedService(Function<Heard, Reply> script) {
        this.script = script;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    /// Starts one that answers everything with success.
    public static ScriptedService start() {
        return start(heard -> OK);
    }

    /// Starts one.
    public static ScriptedService start(Function<Heard, Reply> script) {
        return new ScriptedService(script);
    }

    private HttpServer listen(int at) {
        try {
            HttpServer listening =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            listening.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            listening.createContext("/", this::answer);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getRawQuery();
            Heard request =
                    new Heard(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getRawPath(),
                            query == null ? "" : query,
                            Optional.ofNullable(
                                    exchange.getRequestHeaders().getFirst("Authorization")),
                            body);
            heard.add(request);
            Reply reply = script.apply(request);
            SpecOperations.all()
                    .asked(request.method(), request.path())
                    .ifPresent(asked -> CallLog.add(asked, reply.status()));
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /// Answers otherwise from now on.
    public void answer(Function<Heard, Reply> other) {
        script = other;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /// All requests so far.
    public List<Heard> heard() {
        return List.copyOf(heard);
    }

    /// The transactions so far.
    public List<Heard> transactions() {
        return heard.stream().filter(Heard::isTransaction).toList();
    }

    /// The events of the transactions so far, each as often as it came.
    public List<JsonObject> events() {
        List<JsonObject> events = new ArrayList<>();
        transactions().forEach(transaction -> events.addAll(transaction.events()));
        return events;
    }

    /// The bodies of the messages so far.
    public List<String> messages() {
        return events().stream()
                .filter(event -> event.string("type").equals(Optional.of("m.room.message")))
                .map(event -> event.object("content").orElseThrow().string("body").orElse(""))
                .toList();
    }

    /// Waits, for real, until something holds.
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true");
            }
            Thread.onSpinWait();
        }
    }

    /// Waits until a message has come.
    public void awaitMessage(String body) {
        await(() -> messages().contains(body));
    }

    /// Stops listening, as a process that is gone.
    public void stop() {
        server.stop(0);
    }

    /// Listens again, at the same place.
    public void comeBack() {
        server = listen(port);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
