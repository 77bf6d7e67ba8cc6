package org.stoa.remote;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Platform;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.SignedRequest;
import org.stoa.remote.connect.Asker;
import org.stoa.remote.connect.Outcome;
import org.stoa.remote.connect.Question;
import org.stoa.remote.discovery.ServerDiscovery;
import org.stoa.storage.federation.DestinationRepository.DestinationRecord;

/// The way of a request to another server: may it be asked, where is it, sign, ask, read the answer, remember how it went.
/// Thread-safe.
final class RemoteRequests {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteRequests.class);

    /// Shown to Prometheus from the beginning, so that the first failure is a difference.
    private static final List<String> RESULTS =
            List.of("done", "refused", "unreachable", "timedout", "badanswer");

    /// Values that an answer may have, when they take an eighth of the memory: text of `[0,0,...]` becomes thirty times as large.
    private static final long MAX_VALUES = Runtime.getRuntime().maxMemory() / 8 / 64;

    /// Unauthorized, not found, too many requests.
    private static final Set<Integer> NOT_TAKEN = Set.of(401, 404, 429);

    private final RemoteConfig config;
    private final Supplier<SigningKey> signingKey;
    private final ServerDiscovery discovery;
    private final Asker client;
    private final Destinations destinations;
    private final Platform platform;

    /// Servers that are being tried although they are left alone: one request each.
    private final Set<ServerName> attempts = ConcurrentHashMap.newKeySet();

    private final Coalescer<SharedKey, RemoteResult> shared = new Coalescer<>();

    RemoteRequests(
            RemoteConfig config,
            Supplier<SigningKey> signingKey,
            ServerDiscovery discovery,
            Asker client,
            Destinations destinations,
            Platform platform) {
        this.config = config;
        this.signingKey = signingKey;
        this.discovery = discovery;
        this.client = client;
        this.destinations = destinations;
        this.platform = platform;
        RESULTS.forEach(what -> timer(platform, what));
    }

    private record SharedKey(String server, RemotePath path) {}

    boolean allows(ServerName server) {
        return config.peers().allows(server);
    }

    Destinations destinations() {
        return destinations;
    }

    RemoteResult askShared(RemoteCall call) {
        return shared.get(new SharedKey(call.server().text(), call.path()), () -> ask(call));
    }

    RemoteResult ask(RemoteCall call) {
        if (call.server().equals(config.serverName())) {
            return new RemoteResult.Unreachable(call.server() + " is this server itself");
        }
        if (!config.peers().allows(call.server())) {
            return new RemoteResult.Unreachable(call.server() + " is refused by the operator");
        }
        Optional<Instant> retryAt = destinations.retryAt(call.server());
        if (!call.signed() || retryAt.isEmpty()) {
            return ask(call, false);
        }
        if (call.urgent() && attempts.add(call.server())) {
            try {
                return ask(call, true);
            } finally {
                attempts.remove(call.server());
            }
        }
        return new RemoteResult.Unreachable(
                call.server() + " failed and is asked again at " + retryAt.get());
    }

    private RemoteResult ask(RemoteCall call, boolean isPaused) {
        DestinationRecord before = destinations.record(call.server());
        long start = platform.time().nanoTime();
        Outcome outcome = client.ask(discovery.find(call.server()), question(call));
        RemoteResult result = result(outcome);
        remember(call, outcome, result, isPaused ? null : before);
        report(call, result, platform.time().nanoTime() - start);
        return result;
    }

    private Question question(RemoteCall call) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", config.agent());
        headers.put("Accept", "application/json");
        if (call.signed()) {
            headers.put("Authorization", authorization(call));
        }
        JsonObject body = call.body();
        String target = call.path().text();
        return body == null
                ? Question.withoutBody(call.method(), target, headers, call.limits())
                : new Question(call.method(), target, headers, body.toBytes(), call.limits());
    }

    private String authorization(RemoteCall call) {
        return new SignedRequest(
                        call.method(),
                        call.path().text(),
                        config.serverName(),
                        call.server().text(),
                        call.body())
                .sign(signingKey.get())
                .toHeader();
    }

    private static RemoteResult result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answer -> answered(answer);
            case Outcome.NotSent(String reason) -> new RemoteResult.Unreachable(reason);
            case Outcome.Busy(String reason) -> new RemoteResult.Unreachable(reason);
            case Outcome.Broken(String reason) -> new RemoteResult.BadAnswer(reason);
            case Outcome.TooSlow(String reason) -> new RemoteResult.TimedOut(reason);
            case Outcome.TooLarge(long max) ->
                    new RemoteResult.BadAnswer("an answer of more than " + max + " bytes");
        };
    }

    private static RemoteResult answered(Outcome.Answered answer) {
        JsonObject body;
        try {
            body = object(Json.parse(answer.body(), MAX_VALUES));
        } catch (JsonException e) {
            if (answer.status() / 100 == 4) {
                // A proxy in front of the server speaks for itself; it is still a refusal.
                return new RemoteResult.Refused(answer.status(), "M_UNKNOWN", "", JsonObject.EMPTY);
            }
            return new RemoteResult.BadAnswer(
                    "status " + answer.status() + " without a JSON object: " + e.getMessage());
        }
        if (answer.status() == 200) {
            return new RemoteResult.Done(body);
        }
        return new RemoteResult.Refused(
                answer.status(),
                body.string("errcode").orElse("M_UNKNOWN"),
                body.string("error").orElse(""),
                body);
    }

    /// Of the oldest endpoints an answer is `[200, {...}]`.
    private static JsonObject object(Json body) {
        if (body instanceof JsonObject object) {
            return object;
        }
        if (body instanceof JsonArray array
                && array.size() == 2
                && array.get(1) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException(JsonException.Kind.BAD_JSON, "expected an object");
    }

    /// @param before what was known when it was asked; null while it was left alone, when failing is nothing new
    private void remember(
            RemoteCall call,
            Outcome outcome,
            RemoteResult result,
            @Nullable DestinationRecord before) {
        boolean failed =
                switch (result) {
                    case RemoteResult.Done _ -> false;
                    case RemoteResult.Refused refused ->
                            refused.status() >= 500
                                    || (call.mustTake() && NOT_TAKEN.contains(refused.status()));
                    case RemoteResult.Unreachable _ -> !(outcome instanceof Outcome.Busy);
                    case RemoteResult.TimedOut _, RemoteResult.BadAnswer _ -> true;
                };
        if (outcome instanceof Outcome.NotSent) {
            discovery.forget(call.server());
        }
        if (!call.signed()) {
            return;
        }
        if (failed) {
            if (before != null) {
                destinations.failed(call.server(), before);
            }
        } else if (!(outcome instanceof Outcome.Busy)) {
            destinations.alive(call.server());
        }
    }

    private void report(RemoteCall call, RemoteResult result, long nanos) {
        String what = name(result);
        timer(platform, what).record(Duration.ofNanos(nanos));
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{} {}{} {} {} ms{}",
                    call.method(),
                    call.server(),
                    call.path().text().replaceFirst("\\?.*", ""),
                    what,
                    nanos / 1_000_000,
                    detail(result));
        }
    }

    private static Timer timer(Platform platform, String what) {
        return platform.metrics().timer("stoa.remote.requests", "result", what);
    }

    private static String name(RemoteResult result) {
        return switch (result) {
            case RemoteResult.Done _ -> "done";
            case RemoteResult.Refused _ -> "refused";
            case RemoteResult.Unreachable _ -> "unreachable";
            case RemoteResult.TimedOut _ -> "timedout";
            case RemoteResult.BadAnswer _ -> "badanswer";
        };
    }

    private static String detail(RemoteResult result) {
        return switch (result) {
            case RemoteResult.Done _ -> "";
            case RemoteResult.Refused refused ->
                    ": " + refused.status() + " " + refused.errorCode();
            case RemoteResult.Unreachable(String reason) -> ": " + reason;
            case RemoteResult.TimedOut(String reason) -> ": " + reason;
            case RemoteResult.BadAnswer(String reason) -> ": " + reason;
        };
    }
}
