package org.stoa.bridge.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;

/// Calls a homeserver with the token of the application service, as any of its users, and again when that may help: when it
/// is away, busy (502, 503, 504) or says to wait (429, `retry_after_ms`). Safe for use by several threads.
///
/// Spec: application-service-api#identity-assertion, client-server-api#rate-limiting (v1.19).
public final class Homeserver {

    private static final Logger log = LoggerFactory.getLogger(Homeserver.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /// Joins of large rooms take long.
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(3);

    /// The state of a very large room; more is not read.
    private static final long MAX_ANSWER_BYTES = 256L << 20;

    /// An error of the server's own may be passing, or come each time: then it must not hold up all that waits behind.
    private static final int ATTEMPTS_AT_INTERNAL_ERRORS = 4;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int INTERNAL_ERROR = 500;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final HttpClient client;
    private final URI base;
    private final String token;
    private final Backoff backoff;
    private final Pauses pauses;

    /// @param base where its client-server API is, such as `http://localhost:8008`
    /// @param token the `as_token`
    public Homeserver(URI base, String token, Backoff backoff, Pauses pauses) {
        this(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build(),
                base,
                token,
                backoff,
                pauses);
    }

    private Homeserver(HttpClient client, URI base, String token, Backoff backoff, Pauses pauses) {
        this.client = client;
        this.base = base;
        this.token = token;
        this.backoff = backoff;
        this.pauses = pauses;
    }

    /// Returns the same with other patience.
    public Homeserver with(Backoff other) {
        return new Homeserver(client, base, token, other, pauses);
    }

    /// Returns the answer of the call.
    ///
    /// @param user who calls; null for the bot
    /// @throws HomeserverError when it is refused
    /// @throws Unreachable when there is no answer for longer than the patience, or this thread is interrupted
    public Json call(Call call, @Nullable UserId user) {
        Call complete = user == null ? call : call.with("user_id", user.toString());
        Duration waited = Duration.ZERO;
        for (int failures = 1; ; failures++) {
            Attempt attempt = attempt(complete, failures);
            if (attempt.answer() != null) {
                return attempt.answer();
            }
            Duration wait = attempt.retryAfter().orElse(backoff.after(failures));
            waited = waited.plus(wait);
            if (!attempt.again() || waited.compareTo(backoff.patience()) > 0) {
                throw attempt.failure();
            }
            log.debug("{} waits {} after: {}", complete, wait, attempt.failure().getMessage());
            pause(wait, complete);
        }
    }

    /// Returns the answer of the call, which is an object; anything else counts as an empty one.
    public JsonObject object(Call call, @Nullable UserId user) {
        return call(call, user) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    /// What came of one attempt: an answer, or a failure and whether, and when, to try again.
    private record Attempt(
            @Nullable Json answer,
            @Nullable RuntimeException refused,
            boolean again,
            Optional<Duration> retryAfter) {

        RuntimeException failure() {
            return refused == null ? new IllegalStateException("It did not fail") : refused;
        }
    }

    private Attempt attempt(Call call, int number) {
        try {
            HttpResponse<byte[]> response =
                    client.send(
                            request(call),
                            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            return judge(call, response, number);
        } catch (ConnectException | HttpConnectTimeoutException notSent) {
            return failed(call, notSent, true);
        } catch (IOException noAnswer) {
            return failed(call, noAnswer, call.repeatable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(call + " was interrupted", e);
        }
    }

    private static Attempt failed(Call call, IOException cause, boolean again) {
        return new Attempt(
                null,
                new Unreachable(call + " got no answer: " + cause, cause),
                again,
                Optional.empty());
    }

    private HttpRequest request(Call call) {
        Json body = call.body();
        return HttpRequest.newBuilder(base.resolve(call.target()))
                .timeout(ANSWER_TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        call.method(),
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body.toBytes()))
                .build();
    }

    private static Attempt judge(Call call, HttpResponse<byte[]> response, int number) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return answer(call, response.body());
        }
        JsonObject body = errorBody(response.body());
        boolean again =
                status == TOO_MANY_REQUESTS
                        || (status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT && call.repeatable())
                        || (status == INTERNAL_ERROR
                                && call.repeatable()
                                && number < ATTEMPTS_AT_INTERNAL_ERRORS);
        return new Attempt(
                null,
                new HomeserverError(call, status, body),
                again,
                status == TOO_MANY_REQUESTS ? retryAfter(response, body) : Optional.empty());
    }

    private static Attempt answer(Call call, byte[] body) {
        try {
            return new Attempt(
                    body.length == 0 ? JsonObject.EMPTY : Json.parse(body),
                    null,
                    false,
                    Optional.empty());
        } catch (JsonException nonsense) {
            throw new Unreachable(call + " was answered with something else than JSON", nonsense);
        }
    }

    private static JsonObject errorBody(byte[] body) {
        try {
            return Json.parse(body) instanceof JsonObject object ? object : JsonObject.EMPTY;
        } catch (JsonException ofAProxy) {
            return JsonObject.EMPTY;
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response, JsonObject body) {
        if (body.integer("retry_after_ms").isPresent()) {
            return Optional.of(
                    Duration.ofMillis(Math.max(0, body.integer("retry_after_ms").getAsLong())));
        }
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private void pause(Duration wait, Call call) {
        try {
            pauses.pause(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(call + " was interrupted while waiting", e);
        }
    }
}
