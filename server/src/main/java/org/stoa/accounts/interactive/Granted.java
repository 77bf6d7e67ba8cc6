package org.stoa.accounts.interactive;

import java.util.Optional;
import org.stoa.protocol.json.JsonObject;
import org.stoa.storage.WriteTx;

/// A request whose authentication is complete.
public final class Granted {

    private final AuthSession session;
    private final AuthSessions sessions;

    Granted(AuthSession session, AuthSessions sessions) {
        this.session = session;
        this.sessions = sessions;
    }

    /// The request's body without `auth`.
    public JsonObject body() {
        return session.body();
    }

    /// What a completed stage noted; empty when the flow did not have it.
    public Optional<JsonObject> noteOf(String stage) {
        return Optional.ofNullable(session.completed().get(stage));
    }

    /// Uses the session up with what is being done, so that it is never done twice.
    public void finish(WriteTx tx, JsonObject result) {
        sessions.finish(tx, session, result);
    }
}
