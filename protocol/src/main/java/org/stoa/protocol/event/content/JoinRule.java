package org.stoa.protocol.event.content;

/// How users come into a room.
///
/// Spec: client-server-api#mroomjoin_rules (v1.19).
public enum JoinRule {
    PUBLIC("public"),
    INVITE("invite"),
    KNOCK("knock"),
    RESTRICTED("restricted"),
    KNOCK_RESTRICTED("knock_restricted"),
    PRIVATE("private"),
    /// Any text that is none of the others; nobody can join by it.
    UNKNOWN("");

    private final String text;

    JoinRule(String text) {
        this.text = text;
    }

    /// Returns the rule of this name, [#UNKNOWN] for any other text.
    public static JoinRule of(String text) {
        for (JoinRule rule : values()) {
            if (rule.text.equals(text)) {
                return rule;
            }
        }
        return UNKNOWN;
    }

    /// Returns the name as it stands in events.
    public String text() {
        return text;
    }
}
