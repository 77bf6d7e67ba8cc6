package org.stoa.federation.send;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.testing.ScriptedServer;
import org.stoa.testing.TestAuthority;

/// Another server on loopback, named by its address and port, that notes what it is told.
final class Peer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScriptedServer server;
    private final List<Heard> heard = new ArrayList<>();
    private volatile Manner manner = Manner.TAKES;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private int asked;
    private long heardAt;

    /// How it answers.
    enum Manner {
        TAKES,
        FAILS,
        REFUSES_BAD,
        DENIES
    }

    /// A transaction.
    record Heard(String id, JsonObject body) {
        List<JsonObject> pdus() {
            return body.array("pdus").orElse(JsonArray.EMPTY).objects();
        }

        List<JsonObject> edus() {
            return body.array("edus").orElse(JsonArray.EMPTY).objects();
        }
    }

    Peer(TestAuthority authority, TestAuthority.Issued certificate) {
        server = new ScriptedServer(authority.context(certificate), this::answer);
    }

    ServerName name() {
        return ServerName.parse("127.0.0.1:" + server.port());
    }

    String user() {
        return "@user:" + name();
    }

    /// Answers like that from now on.
    void manner(Manner other) {
        manner = other;
    }

    /// Does not answer before [#release()].
    void hang() {
        gate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
    }

    private void answer(ScriptedServer.Heard request, OutputStream out)
            throws IOException, InterruptedException {
        if (!request.what().startsWith("PUT /_matrix/federation/v1/send/")) {
            ScriptedServer.json(out, 404, "{}");
            return;
        }
        String id = request.what().substring(request.what().lastIndexOf('/') + 1);
        JsonObject body = Json.parseObject(request.body().getBytes(StandardCharsets.UTF_8));
        Heard transaction = new Heard(id, body);
        synchronized (this) {
            asked++;
        }
        gate.await();
        switch (manner) {
            case TAKES -> take(transaction);
            case FAILS -> {
                ScriptedServer.json(out, 500, "{\"errcode\":\"M_UNKNOWN\"}");
                return;
            }
            case REFUSES_BAD -> {
                if (transaction.pdus().stream().anyMatch(pdu -> text(pdu).equals("bad"))) {
                    ScriptedServer.json(out, 400, "{\"errcode\":\"M_BAD_JSON\"}");
                    return;
                }
                take(transaction);
            }
            case DENIES -> {
                ScriptedServer.json(out, 401, "{\"errcode\":\"M_UNAUTHORIZED\"}");
                return;
            }
        }
        ScriptedServer.json(out, 200, "{\"pdus\":{}}");
    }

    private synchronized void take(Heard transaction) {
        // A transaction comes again when its answer was lost; as any server, it takes it once.
        if (heard.stream().noneMatch(each -> each.id().equals(transaction.id()))) {
            heard.add(transaction);
            heardAt = transaction.pdus().isEmpty() ? heardAt : System.nanoTime();
        }
    }

    /// When it took something last, in nanoseconds.
    synchronized long heardAt() {
        return heardAt;
    }

    /// How often it was asked to take something.
    synchronized int asked() {
        return asked;
    }

    /// What it took.
    synchronized List<Heard> heard() {
        return List.copyOf(heard);
    }

    /// The texts of messages, and of other events their types, in the order in which they came.
    List<String> told() {
        return heard().stream().flatMap(each -> each.pdus().stream()).map(Peer::text).toList();
    }

    List<JsonObject> edus() {
        return heard().stream().flatMap(each -> each.edus().stream()).toList();
    }

    static String text(JsonObject pdu) {
        return pdu.object("content")
                .flatMap(content -> content.string("body"))
                .orElseGet(() -> pdu.string("type").orElseThrow());
    }

    /// Waits, for real, until it was told so many events.
    List<String> awaitTold(int count) {
        await(() -> told().size() >= count, () -> "told: " + told());
        return told();
    }

    void awaitAsked(int count) {
        await(() -> asked() >= count, () -> "asked: " + asked());
    }

    static void await(BooleanSupplier condition, Supplier<String> state) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(state.get());
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        release();
        server.close();
    }
}
