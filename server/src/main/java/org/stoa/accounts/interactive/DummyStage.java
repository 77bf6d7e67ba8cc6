package org.stoa.accounts.interactive;

import org.stoa.protocol.json.JsonObject;

/// Always succeeds. Spec: client-server-api#dummy-auth (v1.19).
public final class DummyStage implements Stage {

    /// `m.login.dummy`.
    public static final String TYPE = "m.login.dummy";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public StageResult attempt(StageAttempt attempt) {
        return new StageResult.Passed(JsonObject.EMPTY);
    }
}
