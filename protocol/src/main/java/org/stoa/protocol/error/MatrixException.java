package org.stoa.protocol.error;

import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// A mistake of the caller, with the error that answers it. The message is for people and is sent: no secrets in it.
///
/// Spec: client-server-api#standard-error-response (v1.19).
public final class MatrixException extends RuntimeException {

    private final ErrorCode code;
    private final int status;
    private final transient JsonObject extra;

    public MatrixException(ErrorCode code, String message) {
        this(code, message, code.status(), JsonObject.EMPTY);
    }

    private MatrixException(ErrorCode code, String message, int status, JsonObject extra) {
        super(message);
        this.code = code;
        this.status = status;
        this.extra = extra;
    }

    /// Returns the error with the status that its code usually has.
    public static MatrixException of(ErrorCode code, String message) {
        return new MatrixException(code, message);
    }

    /// Returns this error with another HTTP status.
    public MatrixException withStatus(int newStatus) {
        return new MatrixException(code, message(), newStatus, extra);
    }

    /// Returns this error with a further member in its JSON, such as `retry_after_ms`.
    public MatrixException with(String name, Json value) {
        return new MatrixException(code, message(), status, extra.with(name, value));
    }

    /// Returns the code.
    public ErrorCode code() {
        return code;
    }

    /// Returns the HTTP status.
    public int status() {
        return status;
    }

    /// Returns the members besides `errcode` and `error`.
    public JsonObject extra() {
        return extra;
    }

    /// Returns the body of the answer: `errcode`, `error`, then the extra members.
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("errcode", code.code())
                .put("error", message())
                .putAll(extra)
                .build();
    }

    private String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
