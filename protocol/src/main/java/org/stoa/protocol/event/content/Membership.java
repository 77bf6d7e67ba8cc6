package org.stoa.protocol.event.content;

import java.util.Optional;

/// What a user is to a room.
///
/// Spec: client-server-api#mroommember (v1.19).
public enum Membership {
    INVITE("invite"),
    JOIN("join"),
    KNOCK("knock"),
    LEAVE("leave"),
    BAN("ban");

    private final String text;

    Membership(String text) {
        this.text = text;
    }

    /// Returns the membership of this name; empty for any other text.
    public static Optional<Membership> of(String text) {
        for (Membership membership : values()) {
            if (membership.text.equals(text)) {
                return Optional.of(membership);
            }
        }
        return Optional.empty();
    }

    /// Returns the name as it stands in events.
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
