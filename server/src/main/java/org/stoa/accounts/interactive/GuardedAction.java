package org.stoa.accounts.interactive;

import org.stoa.http.Response;
import org.stoa.protocol.json.JsonObject;

/// What is done once the authentication is complete.
public interface GuardedAction {

    /// Checks the request before any stage is attempted, so that nobody authenticates for nothing.
    ///
    /// @param body the request's body without `auth`
    void check(JsonObject body);

    /// Does it, and returns what is kept of it in the session: nothing secret, since it is stored as it is.
    JsonObject perform(Granted granted);

    /// Makes the answer of what was done.
    default Response answer(JsonObject result, JsonObject body) {
        return Response.ok(result);
    }
}
