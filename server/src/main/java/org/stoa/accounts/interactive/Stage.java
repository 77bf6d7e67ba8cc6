package org.stoa.accounts.interactive;

/// A type of authentication. Spec: client-server-api#authentication-types (v1.19).
public interface Stage {

    /// Its name, for example `m.login.password`.
    String type();

    /// Checks what a client sent.
    StageResult attempt(StageAttempt attempt);
}
