package org.stoa.boot.control;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.register.RegistrationTokens;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.accounts.RegistrationTokenRepository.Issued;

/// What the commands for registration tokens ask of a server.
public final class RegistrationTokenCommands {
    /// A hundred years: what is longer is meant to be forever.
    private static final long MAX_DAYS = 36_500;

    private final RegistrationTokens tokens;

    RegistrationTokenCommands(RegistrationTokens tokens) {
        this.tokens = tokens;
    }

    /// Asks for a new token.
    ///
    /// @param token its text, `null`: a random one
    /// @param uses how many accounts it is good for, `null`: any number
    /// @param days how many days it is good, `null`: forever
    public static JsonObject add(@Nullable String token, @Nullable Long uses, @Nullable Long days) {
        return JsonObject.builder()
                .put("command", "registration_token.add")
                .putIfPresent("token", Optional.ofNullable(token))
                .putIfPresent("uses", optional(uses))
                .putIfPresent("days", optional(days))
                .build();
    }

    /// Asks for all tokens that were made so.
    public static JsonObject list() {
        return JsonObject.of("command", "registration_token.list");
    }

    /// Asks to delete a token.
    public static JsonObject delete(String token) {
        return JsonObject.of("command", "registration_token.delete", "token", token);
    }

    JsonObject added(JsonObject request) {
        OptionalLong uses = request.integer("uses");
        OptionalLong days = request.integer("days");
        if (uses.isPresent() && uses.getAsLong() < 1) {
            return JsonObject.of("error", "a token is good for 1 account or more");
        }
        if (days.isPresent() && (days.getAsLong() < 1 || days.getAsLong() > MAX_DAYS)) {
            return JsonObject.of("error", "a token is good for 1 day to 100 years");
        }
        String token =
                tokens.create(
                        request.string("token").orElse(null),
                        uses.isPresent() ? uses.getAsLong() : null,
                        days.isPresent() ? Duration.ofDays(days.getAsLong()) : null);
        return JsonObject.of("token", token);
    }

    JsonObject listed() {
        return JsonObject.of(
                "tokens",
                JsonArray.of(tokens.list().stream().map(RegistrationTokenCommands::json).toList()));
    }

    JsonObject deleted(JsonObject request) {
        String token = request.string("token").orElseThrow();
        return tokens.delete(token)
                ? JsonObject.EMPTY
                : JsonObject.of(
                        "error",
                        "there is no token '"
                                + token
                                + "' that was made by registration-token add");
    }

    private static JsonObject json(Issued issued) {
        return JsonObject.builder()
                .put("token", issued.token())
                .putIfPresent("uses", optional(issued.uses()))
                .put("completed", issued.completed())
                .putIfPresent("expires_ts", optional(issued.expiresTs()))
                .build();
    }

    private static OptionalLong optional(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }
}
