package org.stoa.accounts.interactive;

import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.json.JsonObject;

/// What came of an attempt at a stage.
public sealed interface StageResult {

    /// The stage is completed.
    ///
    /// @param note what the operation needs to know of it, for example the token that was given
    record Passed(JsonObject note) implements StageResult {}

    /// It was not; the client may try again.
    record Refused(ErrorCode code, String message) implements StageResult {}
}
