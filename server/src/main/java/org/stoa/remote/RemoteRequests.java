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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.http.HeldBytes;
import org.stoa.platform.Coalescer;
import org.stoa.platform.Platform;
import org.stoa.protocol.event.SigningKey;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.protocol.server.SignedRequest;
import org.stoa.remote.connect.AnswerFiles;
import org.stoa.remote.connect.AnswerMemory;
import org.stoa.remote.connect.AnswerText;
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
    private static final long MAX_VALUES = Runtime.getRuntime().maxMemory() / 8 / HeldBytes.VALUE;

    /// Values of real answers are larger on average; an event alone may have one for every second byte.
    private static final int BYTES_FOR_A_VALUE = 8;

    /// Some values may be in an answer however short it may be: as many as an event has at most.
    private static final long LEAST_VALUES = 32 << 10;

    private static final String NO_ROOM = "there is no room for its answer now";

    /// Unauthorized, not found, too many requests.
    private static final Set<Integer> NOT_TAKEN = Set.of(401, 404, 429);

    private final RemoteConfig config;
    private final Supplier<SigningKey> signingKey;
    private final ServerDiscovery discovery;
    private final Asker client;
    private final Destinations destinations;
    private final Platform platform;
    private final HeldBytes memory;
    private final AnswerFiles files;

    /// Servers that are being tried although they are left alone: one request each.
    private final Set<ServerName> attempts = ConcurrentHashMap.newKeySet();

    private final Coalescer<SharedKey, SharedResult> shared = new Coalescer<>();

    RemoteRequests(
            RemoteConfig config,
            Supplier<SigningKey> signingKey,
            ServerDiscovery discovery,
            Asker client,
            Destinations destinations,
            Platform platform,
            HeldBytes memory) {
        this.config = config;
        this.signingKey = signingKey;
        this.discovery = discovery;
        this.client = client;
        this.destinations = destinations;
        this.platform = platform;
        this.memory = memory;
        this.files = new AnswerFiles(config.answers(), config.maxAnswer());
        RESULTS.forEach(what -> timer(platform, what));
    }

    private record SharedKey(String server, RemotePath path) {}

    /// @param bytes what it takes of the memory
    private record SharedResult(RemoteResult result, long bytes) {}

    boolean allows(ServerName server) {
        return config.peers().allows(server);
    }

    Destinations destinations() {
        return destinations;
    }

    /// Asks; those who ask the same at the same time share the answer, and each holds room for it.
    <T> T askShared(RemoteCall call, Function<RemoteResult, T> reader) {
        SharedKey key = new SharedKey(call.server().text(), call.path());
        try (HeldAnswer held = new HeldAnswer(memory, call.server())) {
            SharedResult given =
                    shared.get(key, () -> new SharedResult(ask(call, held), held.bytes()));
            return reader.apply(
                    held.holds(given.bytes())
                            ? given.result()
                            : new RemoteResult.Unreachable(NO_ROOM));
        }
    }

    /// Asks, and holds room for the answer until the reader is done with it.
    <T> T ask(RemoteCall call, Function<RemoteResult, T> reader) {
        try (HeldAnswer held = new HeldAnswer(memory, call.server())) {
            return reader.apply(ask(call, held));
        }
    }

    /// Asks for what may be too large for the memory, and has the answer until the reader is done with it.
    ///
    /// @param largest bytes that the answer may have; the operator's bound counts too
    <T> T askLarge(RemoteCall call, long largest, Function<LargeResult, T> reader) {
        try (HeldAnswer held = new HeldAnswer(memory, call.server())) {
            RemoteResult result = ask(call.withLargeAnswer(largest), held);
            AnswerText text = held.text();
            return reader.apply(
                    text == null
                            ? new LargeResult.Failed(result)
                            : new LargeResult.Text(text, held));
        }
    }

    private RemoteResult ask(RemoteCall call, HeldAnswer held) {
        if (call.server().equals(config.serverName())) {
            return new RemoteResult.Unreachable(call.server() + " is this server itself");
        }
        if (!config.peers().allows(call.server())) {
            return new RemoteResult.Unreachable(call.server() + " is refused by the operator");
        }
        Optional<Instant> retryAt = destinations.retryAt(call.server());
        if (!call.signed() || retryAt.isEmpty()) {
            return ask(call, false, held);
        }
        if (call.urgent() && attempts.add(call.server())) {
            try {
                return ask(call, true, held);
            } finally {
                attempts.remove(call.server());
            }
        }
        return new RemoteResult.Unreachable(
                call.server() + " failed and is asked again at " + retryAt.get());
    }

    private RemoteResult ask(RemoteCall call, boolean isPaused, HeldAnswer held) {
        DestinationRecord before = destinations.record(call.server());
        long start = platform.time().nanoTime();
        Outcome asked = client.ask(discovery.find(call.server()), question(call, held));
        Optional<AnswerText> text = call.isLarge() ? text(asked) : Optional.empty();
        text.ifPresent(held::keep);
        Outcome outcome = text.isPresent() ? asked : withRoom(asked, call, held);
        RemoteResult result =
                text.isPresent()
                        ? new RemoteResult.Done(JsonObject.EMPTY, 0)
                        : result(outcome, maxValues(call));
        remember(call, outcome, result, isPaused ? null : before);
        report(call, result, platform.time().nanoTime() - start);
        return result;
    }

    /// The text of what the other server did, as it came.
    private static Optional<AnswerText> text(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Kept(AnswerText text) -> Optional.of(text);
            case Outcome.Answered answer when answer.status() == 200 ->
                    Optional.of(AnswerText.of(answer.body()));
            default -> Optional.empty();
        };
    }

    /// Counts what an answer takes as values, before it is made of them; it says nothing about the other server when there is no
    /// room for it.
    private static Outcome withRoom(Outcome outcome, RemoteCall call, HeldAnswer held) {
        if (!(outcome instanceof Outcome.Answered answer)) {
            return outcome;
        }
        byte[] body = answer.body();
        // Nobody makes more of them than that.
        long values = Math.min(HeldBytes.values(body), maxValues(call));
        return held.holds(body.length + values * HeldBytes.VALUE)
                ? outcome
                : new Outcome.Busy(NO_ROOM);
    }

    /// A short answer cannot become large by its values.
    private static long maxValues(RemoteCall call) {
        return Math.min(
                MAX_VALUES, Math.max(call.limits().maxAnswer() / BYTES_FOR_A_VALUE, LEAST_VALUES));
    }

    private Question question(RemoteCall call, HeldAnswer held) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", config.agent());
        headers.put("Accept", "application/json");
        if (call.signed()) {
            headers.put("Authorization", authorization(call));
        }
        JsonObject body = call.body();
        String target = call.path().text();
        byte @Nullable [] bytes = body == null ? null : body.toBytes();
        // As pieces, and then as a whole.
        AnswerMemory twice = read -> held.holds(2 * read);
        return new Question(
                call.method(),
                target,
                headers,
                bytes,
                call.limits(),
                twice,
                call.isLarge() ? files.upTo(call.largest()) : null);
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

    private static RemoteResult result(Outcome outcome, long maxValues) {
        return switch (outcome) {
            case Outcome.Answered answer -> answered(answer, maxValues);
            case Outcome.Kept kept -> throw new IllegalStateException("not asked for: " + kept);
            case Outcome.NotSent(String reason) -> new RemoteResult.Unreachable(reason);
            case Outcome.Busy(String reason) -> new RemoteResult.Unreachable(reason);
            case Outcome.Broken(String reason) -> new RemoteResult.BadAnswer(reason);
            case Outcome.TooSlow(String reason) -> new RemoteResult.TimedOut(reason);
            case Outcome.TooLarge(long max) ->
                    new RemoteResult.BadAnswer("an answer of more than " + max + " bytes");
        };
    }

    private static RemoteResult answered(Outcome.Answered answer, long maxValues) {
        JsonObject body;
        try {
            body = object(Json.parse(answer.body(), maxValues));
        } catch (JsonException e) {
            if (answer.status() / 100 == 4) {
                // A proxy in front of the server speaks for itself; it is still a refusal.
                return new RemoteResult.Refused(answer.status(), "M_UNKNOWN", "", JsonObject.EMPTY);
            }
            return new RemoteResult.BadAnswer(
                    "status " + answer.status() + " without a JSON object: " + e.getMessage());
        }
        if (answer.status() == 200) {
            return new RemoteResult.Done(body, answer.body().length);
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
                    case RemoteResult.TimedOut _ -> true;
                    // How large a state may be is decided here, and for each room.
                    case RemoteResult.BadAnswer _ ->
                            !(call.isLarge() && outcome instanceof Outcome.TooLarge);
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
