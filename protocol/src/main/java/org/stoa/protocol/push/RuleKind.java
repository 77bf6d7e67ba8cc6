package org.stoa.protocol.push;

import java.util.Optional;

/// The kinds of push rules, in the order in which they are checked.
///
/// Spec: client-server-api#push-rules (v1.19).
public enum RuleKind {
    OVERRIDE("override"),
    CONTENT("content"),
    ROOM("room"),
    SENDER("sender"),
    UNDERRIDE("underride");

    private final String text;

    RuleKind(String text) {
        this.text = text;
    }

    /// Returns the kind of this name; empty for any other text.
    public static Optional<RuleKind> of(String text) {
        for (RuleKind kind : values()) {
            if (kind.text.equals(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /// Returns the name as it stands in JSON and paths.
    public String text() {
        return text;
    }

    /// Whether rules of this kind have conditions of their own.
    boolean hasConditions() {
        return this == OVERRIDE || this == UNDERRIDE;
    }
}
