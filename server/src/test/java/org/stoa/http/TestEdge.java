package org.stoa.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.stoa.http.auth.Authenticator;
import org.stoa.http.auth.Requester;
import org.stoa.http.auth.ServerLookup;
import org.stoa.http.auth.TokenResult;
import org.stoa.platform.ManualTime;
import org.stoa.platform.Platform;
import org.stoa.platform.TestPlatform;
import org.stoa.protocol.id.UserId;

/// An edge with the endpoints that a test gives it, and with tokens that a test names.
final class TestEdge {
    static final Requester ALICE = Requester.user(UserId.parse("@alice:example.org"), 1, "PHONE");

    final ManualTime time = new ManualTime();
    final Platform platform;
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final Map<String, TokenResult> tokens =
            new HashMap<>(Map.of("alice", new TokenResult.Found(ALICE)));
    private HeldBytes bodies = HeldBytes.ofBodies();
    private HttpConfig config =
            HttpConfig.defaults()
                    .withListeners(List.of(ListenerConfig.http("127.0.0.1", 0)))
                    .withRateLimits(RateLimitConfig.off());

    TestEdge() {
        platform = TestPlatform.with(time);
    }

    /// Makes one that really listens, so it needs clocks that go on by themselves.
    TestEdge(Platform platform) {
        this.platform = platform;
    }

    TestEdge with(Route.Builder route, Function<Request, Response> handler) {
        Route built = route.build();
        endpoints.add(
                new Endpoint() {
                    @Override
                    public Route route() {
                        return built;
                    }

                    @Override
                    public Response handle(Request request) {
                        return handler.apply(request);
                    }
                });
        return this;
    }

    TestEdge token(String token, TokenResult result) {
        tokens.put(token, result);
        return this;
    }

    TestEdge config(Function<HttpConfig, HttpConfig> change) {
        config = change.apply(config);
        return this;
    }

    /// Has the bodies of requests counted there.
    TestEdge bodies(HeldBytes bodies) {
        this.bodies = bodies;
        return this;
    }

    HttpEdge build() {
        return new HttpEdge(
                config,
                endpoints,
                new Authenticator(
                        (token, request) -> tokens.getOrDefault(token, new TokenResult.Unknown()),
                        ServerLookup.NOBODY),
                new RateLimits(config.rateLimits(), platform.time()),
                Activity.UNNOTICED,
                bodies,
                platform);
    }

    Answer get(String target) {
        return call("GET", target, "");
    }

    Answer call(String method, String target, String body, String... headers) {
        Map<String, String> named = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        return build().handle(method, target, named, body.getBytes(StandardCharsets.UTF_8));
    }
}
