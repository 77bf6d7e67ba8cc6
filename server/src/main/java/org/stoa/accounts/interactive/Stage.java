package org.stoa.accounts.interactive;

import org.stoa.protocol.json.JsonObject;

/// A type of authentication. Spec: client-server-api#authentication-types (v1.19).
public interface Stage {

    /// Its name, for example `m.login.password`.
    String type();

    /// What a client has to know to complete it: its entry in `params`, `{}` for none.
    default JsonObject params() {
        return JsonObject.EMPTY;
    }

    /// Checks what a client sent.
    StageResult attempt(StageAttempt attempt);
}
