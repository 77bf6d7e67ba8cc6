package org.stoa.accounts.interactive;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.token.TokenTexts;
import org.stoa.platform.Randomness;
import org.stoa.platform.Time;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.Database;
import org.stoa.storage.WriteTx;
import org.stoa.storage.accounts.InteractiveSessionRepository;
import org.stoa.storage.accounts.InteractiveSessionRow;

/// Keeps the sessions of interactive authentication. Thread-safe.
final class AuthSessions {

    private final Database database;
    private final InteractiveSessionRepository repository;
    private final TokenTexts texts;
    private final Randomness randomness;
    private final Time time;
    private final long lifetimeMillis;

    AuthSessions(
            Database database,
            InteractiveSessionRepository repository,
            TokenTexts texts,
            Randomness randomness,
            Time time,
            long lifetimeMillis) {
        this.database = database;
        this.repository = repository;
        this.texts = texts;
        this.randomness = randomness;
        this.time = time;
        this.lifetimeMillis = lifetimeMillis;
    }

    /// Returns a new session that is not stored yet.
    AuthSession fresh(String operation, @Nullable Long user, JsonObject body) {
        return new AuthSession(texts.secret(), operation, user, body, Map.of(), null, false);
    }

    /// Returns a stored session; empty when it is unknown or too old.
    Optional<AuthSession> find(String id) {
        long oldest = time.millis() - lifetimeMillis;
        return database.read(tx -> repository.find(tx, SealedBody.keyOf(id)))
                .filter(row -> row.createdTs() > oldest)
                .map(row -> session(id, row));
    }

    AuthSession store(AuthSession session) {
        var row =
                new InteractiveSessionRow(
                        SealedBody.keyOf(session.id()),
                        session.operation(),
                        session.user(),
                        sealed(session),
                        completed(session),
                        time.millis(),
                        null);
        database.execute(tx -> repository.insert(tx, row));
        return session.asStored();
    }

    /// Stores what changed of a stored session.
    void update(AuthSession session, boolean bodyChanged) {
        String key = SealedBody.keyOf(session.id());
        String body = bodyChanged ? sealed(session) : "";
        database.execute(
                tx -> {
                    repository.setCompleted(tx, key, completed(session));
                    if (bodyChanged) {
                        repository.setBody(tx, key, body);
                    }
                });
    }

    void finish(AuthSession session, JsonObject result) {
        if (session.stored()) {
            database.execute(tx -> finish(tx, session, result));
        }
    }

    /// Returns whether nobody finished it before.
    boolean finish(WriteTx tx, AuthSession session, JsonObject result) {
        return !session.stored()
                || repository.setResult(tx, SealedBody.keyOf(session.id()), result.toString());
    }

    private String sealed(AuthSession session) {
        return SealedBody.seal(
                session.body(), session.id(), randomness.bytes(SealedBody.nonceBytes()));
    }

    private static AuthSession session(String id, InteractiveSessionRow row) {
        Map<String, JsonObject> completed = new LinkedHashMap<>();
        for (Map.Entry<String, Json> stage : parse(row.completed())) {
            completed.put(stage.getKey(), (JsonObject) stage.getValue());
        }
        String result = row.result();
        return new AuthSession(
                id,
                row.endpoint(),
                row.user(),
                SealedBody.open(row.body(), id),
                completed,
                result == null ? null : parse(result),
                true);
    }

    private static String completed(AuthSession session) {
        JsonObject.Builder stages = JsonObject.builder();
        session.completed().forEach(stages::put);
        return stages.build().toString();
    }

    private static JsonObject parse(String text) {
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    }
}
