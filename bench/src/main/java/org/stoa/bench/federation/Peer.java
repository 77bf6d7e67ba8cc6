package org.stoa.bench.federation;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A scripted server: a name, which is its address, and a key that it publishes. What else it is asked, its script answers; it
/// acknowledges what it is sent.
///
/// Spec: server-server-api (v1.19).
public final class Peer implements AutoCloseable {
    private static final long KEY_VALID_MILLIS = 24 * 3600_000L;

    /// An answer to a request; null for what this script has nothing to say about.
    @FunctionalInterface
    public interface Script {
        @Nullable Reply answer(Call call) throws IOException, InterruptedException;
    }

    private final SigningKey key = new SigningKey();
    private final AtomicReference<Script> script = new AtomicReference<>(call -> null);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Listener listener;
    private final String name;
    private volatile boolean hangs;

    /// Opens a port.
    public Peer(Federation federation) throws IOException {
        listener = new Listener(federation.tls(), this::answer);
        name = "127.0.0.1:" + listener.port();
        listener.start();
    }

    /// Its name.
    public String name() {
        return name;
    }

    /// The id of a user of it.
    public String user(String localpart) {
        return "@" + localpart + ":" + name;
    }

    SigningKey key() {
        return key;
    }

    /// Answers by a script from now on.
    public void script(Script other) {
        script.set(other);
    }

    /// Takes every request from now on, and answers none.
    public void hang() {
        hangs = true;
    }

    private Reply answer(Call call) throws IOException, InterruptedException {
        if (hangs) {
            closed.await();
        }
        Reply scripted = script.get().answer(call);
        if (scripted != null) {
            return scripted;
        }
        if (call.is("GET", "/_matrix/key/v2/server")) {
            return Reply.ok(keys());
        }
        if (call.is("GET", "/_matrix/federation/v1/version")) {
            return Reply.ok("{\"server\":{\"name\":\"Scripted\",\"version\":\"1\"}}");
        }
        return call.is("PUT", "/_matrix/federation/v1/send/")
                ? Reply.ok("{\"pdus\":{}}")
                : Reply.NOT_FOUND;
    }

    private String keys() {
        Map<String, Object> keys =
                Map.of(
                        "server_name",
                        name,
                        "valid_until_ts",
                        System.currentTimeMillis() + KEY_VALID_MILLIS,
                        "verify_keys",
                        Map.of(SigningKey.ID, Map.of("key", key.publicKey())),
                        "old_verify_keys",
                        Map.of());
        return signed(keys);
    }

    /// An object with this server's signature.
    private String signed(Map<String, Object> object) {
        Map<String, Object> whole = new TreeMap<>(object);
        String signature = key.sign(Canonical.of(object));
        whole.put("signatures", Map.of(name, Map.of(SigningKey.ID, signature)));
        return Canonical.of(whole);
    }

    /// The header that signs a request of this server.
    ///
    /// Spec: server-server-api#request-authentication (v1.19).
    ///
    /// @param content canonical JSON; empty for none
    String authorization(String method, String target, String destination, String content) {
        Map<String, Object> request =
                Map.of("method", method, "uri", target, "origin", name, "destination", destination);
        String head = Canonical.of(request);
        // "content" stands before all the others.
        String text =
                content.isEmpty() ? head : "{\"content\":" + content + "," + head.substring(1);
        return "X-Matrix origin=\"%s\",destination=\"%s\",key=\"%s\",sig=\"%s\""
                .formatted(name, destination, SigningKey.ID, key.sign(text));
    }

    /// A transaction of events, signed when it is sent.
    public static String transaction(Peer origin, List<Pdu> pdus) {
        return "{\"origin\":\""
                + origin.name()
                + "\",\"origin_server_ts\":"
                + System.currentTimeMillis()
                + ",\"pdus\":"
                + Pdu.array(pdus)
                + "}";
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
    }
}
