package org.stoa.testing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.stoa.boot.HomeserverConfig;
import org.stoa.http.Cidr;
import org.stoa.platform.ManualTime;
import org.stoa.protocol.json.JsonObject;
import org.stoa.remote.RemoteConfig;

/// Another server on loopback, named by its address and port, that publishes its key, and whose requests a test makes.
public final class SigningServer implements AutoCloseable {
    /// How long its key is good for.
    public static final Duration VALIDITY = Duration.ofDays(1);

    private final TestAuthority authority = new TestAuthority();
    private final ScriptedServer server;
    private volatile String keyVersion = "1";

    public SigningServer() {
        this(ManualTime.START::toEpochMilli);
    }

    /// @param millis the clock that it goes by
    public SigningServer(LongSupplier millis) {
        this.server =
                new ScriptedServer(
                        authority.context(authority.issue("127.0.0.1")),
                        (request, out) ->
                                ScriptedServer.json(
                                        out,
                                        request.what().equals("GET /_matrix/key/v2/server")
                                                ? 200
                                                : 404,
                                        peer().published(millis.getAsLong() + VALIDITY.toMillis())
                                                .toString()));
    }

    /// Who it is.
    public TestPeer peer() {
        return TestPeer.of("127.0.0.1:" + server.port(), keyVersion);
    }

    /// Signs with another key from now on.
    public void changeKey(String version) {
        keyVersion = version;
    }

    /// What was asked of it.
    public List<ScriptedServer.Heard> heard() {
        return server.heard();
    }

    /// A configuration that trusts it.
    public RemoteConfig trusting(RemoteConfig config) {
        return config.withAuthorities(List.of(authority.certificate()))
                .withAllowedNetworks(List.of(Cidr.parse("127.0.0.0/8")));
    }

    /// A configuration of a whole server that trusts it.
    public UnaryOperator<HomeserverConfig> trusted() {
        return config -> config.withRemote(trusting(config.remote()));
    }

    /// Asks `localhost` for something, signed.
    public Answer get(TestClient client, String template, String... values) {
        String target = Requests.target(template, values);
        return client.exchange(
                "GET", target, authorization("GET", target, "localhost"), new byte[0]);
    }

    /// The header of a request without a body.
    public Map<String, String> authorization(String method, String target, String destination) {
        return Map.of("Authorization", peer().authorization(method, target, destination, null));
    }

    /// The header of a request with a body.
    public Map<String, String> authorization(
            String method, String target, String destination, JsonObject body) {
        return Map.of("Authorization", peer().authorization(method, target, destination, body));
    }

    /// Does not answer any more.
    public void stop() {
        server.close();
    }

    @Override
    public void close() {
        server.close();
    }
}
