package org.stoa.accounts.interactive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.JsonObject;

/// A session of interactive authentication.
///
/// @param id what the client names it by, a secret
/// @param operation the operation it is good for
/// @param user number of the user who opened it, `null` when nobody was logged in
/// @param body the request's body without `auth`
/// @param completed the completed stages, in order, each with its note
/// @param result what the operation gave, `null` until it was done
/// @param stored whether it is in the database; one that is completed by its first request need not be
record AuthSession(
        String id,
        String operation,
        @Nullable Long user,
        JsonObject body,
        Map<String, JsonObject> completed,
        @Nullable JsonObject result,
        boolean stored) {

    AuthSession {
        completed = Collections.unmodifiableMap(new LinkedHashMap<>(completed));
    }

    /// Whether the operation is done.
    boolean isUsedUp() {
        return result != null;
    }

    List<String> stages() {
        return List.copyOf(completed.keySet());
    }

    AuthSession withCompleted(String stage, JsonObject note) {
        Map<String, JsonObject> more = new LinkedHashMap<>(completed);
        more.put(stage, note);
        return new AuthSession(id, operation, user, body, more, result, stored);
    }

    AuthSession withBody(JsonObject other) {
        return new AuthSession(id, operation, user, other, completed, result, stored);
    }

    AuthSession asStored() {
        return new AuthSession(id, operation, user, body, completed, result, true);
    }
}
