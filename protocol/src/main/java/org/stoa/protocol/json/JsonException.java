package org.stoa.protocol.json;

/// Text that is not JSON, or JSON that Matrix does not allow. The message says what was found, never the text itself.
public final class JsonException extends RuntimeException {

    /// Which of the two errors of the specification this is.
    public enum Kind {
        /// The text is not JSON at all: `M_NOT_JSON`.
        NOT_JSON,
        /// The text is JSON, but not what was asked for or allowed: `M_BAD_JSON`.
        BAD_JSON
    }

    private final Kind kind;

    public JsonException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    JsonException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// Returns which error this is.
    public Kind kind() {
        return kind;
    }
}
