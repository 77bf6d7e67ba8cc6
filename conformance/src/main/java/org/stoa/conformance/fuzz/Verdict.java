package org.stoa.conformance.fuzz;

import java.time.Duration;
import java.util.Optional;
import org.stoa.conformance.client.Json;

/// Whether an answer to any input is one that a homeserver may give.
///
/// Spec: client-server-api#standard-error-response: an error is JSON with an `errcode`; client-server-api#user-interactive-api-in-the-rest-api
/// for the 401 that has flows instead.
final class Verdict {
    /// What a server may answer when another one, named in the request, does not: then it is not its own failure.
    private static final int BAD_GATEWAY = 502;

    private static final int GATEWAY_TIMEOUT = 504;

    private Verdict() {}

    /// What is wrong with an answer; empty when nothing is.
    static Optional<String> of(
            int status, String contentType, byte[] body, Duration taken, Duration limit) {
        boolean blamesAnother = status == BAD_GATEWAY || status == GATEWAY_TIMEOUT;
        if (status >= 500 && !blamesAnother) {
            return Optional.of("answers " + status);
        }
        if (taken.compareTo(limit) > 0) {
            return Optional.of("takes longer than " + limit.toSeconds() + " s");
        }
        if (status < 400 && !contentType.startsWith("application/json")) {
            return Optional.empty();
        }
        Optional<Json> json = parse(body);
        if (json.isEmpty()) {
            return Optional.of("answers " + status + " without JSON");
        }
        boolean standard = json.get().find("errcode").map(Json::isString).orElse(false);
        boolean challenge = status == 401 && json.get().has("flows");
        return status < 400 || standard || challenge
                ? Optional.empty()
                : Optional.of("answers " + status + " without an errcode");
    }

    /// Reads an answer; empty when it is not JSON.
    static Optional<Json> parse(byte[] body) {
        try {
            return Optional.of(Json.parse(body));
        } catch (AssertionError noJson) {
            return Optional.empty();
        }
    }
}
