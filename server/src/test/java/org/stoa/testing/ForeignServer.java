package org.stoa.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.Cidr;
import org.stoa.platform.ManualTime;
import org.stoa.protocol.event.Event;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemoteConfig;

/// Another homeserver on loopback whose users are in a {@link ForeignRoom}: it publishes the key that signs the room's events,
/// answers what a test tells it to, and asks the tested server. Named by its address and port.
public final class ForeignServer implements AutoCloseable {
    private final TestAuthority authority;
    private final ScriptedServer server;
    private final Map<String, Answering> answers = new ConcurrentHashMap<>();
    private int transactions;

    /// Makes the answer to a request.
    @FunctionalInterface
    public interface Answering {
        /// Writes an answer; what it throws closes the connection.
        void answer(Asked request, OutputStream out) throws IOException, InterruptedException;
    }

    /// A request that was signed to this server.
    ///
    /// @param values of the query, by name
    public record Asked(String path, Map<String, List<String>> values, String body) {
        /// The only or first value of a parameter.
        public String value(String name) {
            return all(name).isEmpty() ? "" : all(name).getFirst();
        }

        /// All values of a parameter.
        public List<String> all(String name) {
            return values.getOrDefault(name, List.of());
        }
    }

    public ForeignServer() {
        this(new TestAuthority());
    }

    /// @param authority shared with others that the same server is to trust
    public ForeignServer(TestAuthority authority) {
        this.authority = authority;
        this.server =
                new ScriptedServer(
                        authority.context(authority.issue("127.0.0.1")), this::answerOne);
    }

    /// Another one, which is trusted like this.
    public ForeignServer another() {
        return new ForeignServer(authority);
    }

    /// Its name.
    public ServerName name() {
        return ServerName.parse("127.0.0.1:" + server.port());
    }

    /// The id of a user.
    public String user(String localpart) {
        return "@" + localpart + ":" + name();
    }

    /// Who it is.
    public TestPeer peer() {
        return new TestPeer(name(), SigningKey.of("foreign", new byte[SigningKey.SEED_BYTES]));
    }

    /// Answers requests whose method and path begin like this; the longest beginning counts.
    public ForeignServer answering(String beginning, Answering answering) {
        answers.put(beginning, answering);
        return this;
    }

    /// Answers requests whose method and path begin like this with an object.
    public ForeignServer answering(String beginning, JsonObject answer) {
        return answering(
                beginning, (request, out) -> ScriptedServer.json(out, 200, answer.toString()));
    }

    /// What was asked of it whose method and path begin like this.
    public List<ScriptedServer.Heard> heard(String beginning) {
        return server.heard().stream().filter(heard -> heard.what().startsWith(beginning)).toList();
    }

    private void answerOne(ScriptedServer.Heard request, OutputStream out)
            throws IOException, InterruptedException {
        String what = request.what();
        if (what.equals("GET /_matrix/key/v2/server")) {
            long validUntil = ManualTime.START.toEpochMilli() + Duration.ofDays(3_650).toMillis();
            ScriptedServer.json(out, 200, peer().published(validUntil).toString());
            return;
        }
        String longest =
                answers.keySet().stream()
                        .filter(what::startsWith)
                        .max((one, other) -> Integer.compare(one.length(), other.length()))
                        .orElse("");
        Answering answering = answers.get(longest);
        if (answering == null) {
            ScriptedServer.json(out, 404, "{\"errcode\":\"M_NOT_FOUND\",\"error\":\"none\"}");
            return;
        }
        answering.answer(asked(what, request.body()), out);
    }

    private static Asked asked(String what, String body) {
        String target = what.substring(what.indexOf(' ') + 1);
        int question = target.indexOf('?');
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (question >= 0) {
            for (String pair : target.substring(question + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                values.computeIfAbsent(pair.substring(0, equals), each -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        String path = decoded(question < 0 ? target : target.substring(0, question));
        return new Asked(path, values, body);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// A configuration of a server that trusts it.
    public UnaryOperator<HomeserverConfig> trusted() {
        return config -> {
            RemoteConfig remote =
                    config.remote()
                            .withAuthorities(List.of(authority.certificate()))
                            .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8")));
            return config.withRemote(remote);
        };
    }

    /// Asks the server `localhost` for something, signed.
    public Answer get(TestClient client, String template, String... values) {
        String target = Requests.target(template, values);
        return client.exchange(
                "GET",
                target,
                Map.of("Authorization", peer().authorization("GET", target, "localhost", null)),
                new byte[0]);
    }

    /// Asks the server `localhost` for something that takes many words, signed.
    public Answer post(TestClient client, JsonObject body, String template, String... values) {
        String target = Requests.target(template, values);
        return client.exchange(
                "POST",
                target,
                Map.of("Authorization", peer().authorization("POST", target, "localhost", body)),
                body.toBytes());
    }

    /// Sends events to `localhost` with a new transaction id.
    public Answer send(TestClient client, Event... events) {
        return send(client, List.of(events));
    }

    /// Sends events to `localhost` with a new transaction id.
    public Answer send(TestClient client, List<Event> events) {
        return sendAll(client, events.stream().map(Event::json).toList(), List.of());
    }

    /// Sends something ephemeral.
    public Answer sendEdu(TestClient client, String type, JsonObject content) {
        return sendAll(
                client, List.of(), List.of(JsonObject.of("edu_type", type, "content", content)));
    }

    /// Sends a transaction with a new id.
    public Answer sendAll(TestClient client, List<JsonObject> pdus, List<JsonObject> edus) {
        return sendAs("txn" + transactions++, client, pdus, edus);
    }

    /// Sends a transaction.
    public Answer sendAs(
            String id, TestClient client, List<JsonObject> pdus, List<JsonObject> edus) {
        JsonObject body =
                JsonObject.builder()
                        .put("origin", name().text())
                        .put("origin_server_ts", ManualTime.START.toEpochMilli())
                        .put("pdus", JsonArray.of(pdus))
                        .put("edus", JsonArray.of(edus))
                        .build();
        return put(client, body, "/_matrix/federation/v1/send/{}", id);
    }

    /// Hands something to the server `localhost`, signed.
    public Answer put(TestClient client, JsonObject body, String template, String... values) {
        String target = Requests.target(template, values);
        return client.exchange(
                "PUT",
                target,
                Map.of("Authorization", peer().authorization("PUT", target, "localhost", body)),
                body.toBytes());
    }

    @Override
    public void close() {
        server.close();
    }
}
