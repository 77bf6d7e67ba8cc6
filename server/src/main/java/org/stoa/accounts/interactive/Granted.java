package org.stoa.accounts.interactive;

import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
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

    /// Uses the session up in the transaction that does what it is for, so that two requests at once do not do it twice.
    ///
    /// Errors: M_FORBIDDEN when another request used it up; nothing of the transaction is written then.
    public void finish(WriteTx tx, JsonObject result) {
        if (!sessions.finish(tx, session, result)) {
            throw new MatrixException(
                    ErrorCode.FORBIDDEN, "The session was used up by another request");
        }
    }
}
