package org.stoa.bridge.client;

import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.json.JsonObject;

/// The homeserver refused a call.
///
/// Spec: client-server-api#standard-error-response (v1.19).
public final class HomeserverError extends RuntimeException {

    private final int status;
    private final transient JsonObject body;

    HomeserverError(Call call, int status, JsonObject body) {
        super(
                call
                        + " was answered "
                        + status
                        + " "
                        + body.string("errcode").orElse("(no errcode)")
                        + ": "
                        + body.string("error").orElse(""));
        this.status = status;
        this.body = body;
    }

    /// Returns the HTTP status.
    public int status() {
        return status;
    }

    /// Returns the `errcode`; empty when the answer had none.
    public String code() {
        return body.string("errcode").orElse("");
    }

    /// Whether it has this code.
    public boolean is(ErrorCode code) {
        return code.code().equals(code());
    }

    /// Returns the whole answer.
    public JsonObject body() {
        return body;
    }
}
