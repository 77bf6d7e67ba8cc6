package org.stoa.protocol.auth;

/// Whether an event is authorised.
public sealed interface AuthResult {

    /// Returns the number of the step that decided, as the specification of the room's version counts them, such as
    /// `5.3.6`.
    String rule();

    /// Whether the event is allowed.
    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /// The event is allowed.
    record Allowed(String rule) implements AuthResult {}

    /// The event is rejected.
    ///
    /// @param reason why, for people; holds nothing that the event says besides names of types and properties
    /// @param malformed whether nobody could send the event, because of what it says; else its sender may not
    record Rejected(String rule, String reason, boolean malformed) implements AuthResult {}
}
