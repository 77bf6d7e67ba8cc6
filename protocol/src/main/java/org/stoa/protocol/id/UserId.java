package org.stoa.protocol.id;

import java.util.Optional;

/// The id of a user, `@localpart:server`.
///
/// Accepts the historical forms, since events with them are in rooms: the localpart may be any text without `:` and
/// NUL, also none. New users must be [#isStrict()].
///
/// Spec: appendices#user-identifiers (v1.19).
public record UserId(String localpart, ServerName server) {

    private static final String KIND = "user id";

    /// @throws IdException when the localpart has a character that no user id has, or the id is too long
    public UserId {
        Grammar.requireLocalpart(localpart, KIND);
        Grammar.requireLength(text(localpart, server), KIND);
    }

    /// Returns the id of the user of that name on that server.
    ///
    /// @throws IdException when there can be none
    public static UserId of(String localpart, ServerName server) {
        return new UserId(localpart, server);
    }

    /// Returns the user id that the text is.
    ///
    /// @throws IdException when it is none
    public static UserId parse(String text) {
        Grammar.requireIdentifier(text, '@', KIND);
        int colon = Grammar.requireColon(text, KIND);
        return new UserId(text.substring(1, colon), ServerName.parse(text.substring(colon + 1)));
    }

    /// Returns the user id that the text is, empty when it is none.
    public static Optional<UserId> tryParse(String text) {
        return Grammar.attempt(text, UserId::parse);
    }

    /// Whether the id is of the form that new users get: a localpart of one or more of `a-z 0-9 . _ = - / +`.
    public boolean isStrict() {
        return !localpart.isEmpty() && localpart.chars().allMatch(UserId::isStrictCharacter);
    }

    /// Whether the id may be shown to clients outside of events: its localpart is not empty and of U+0021 to U+007E.
    ///
    /// Spec: appendices#historical-user-ids (v1.19).
    public boolean isCompliant() {
        return !localpart.isEmpty() && localpart.chars().allMatch(c -> c >= 0x21 && c <= 0x7E);
    }

    /// Returns the id as text.
    @Override
    public String toString() {
        return text(localpart, server);
    }

    private static String text(String localpart, ServerName server) {
        return "@" + localpart + ":" + server.text();
    }

    private static boolean isStrictCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ".=_-/+".indexOf(c) >= 0;
    }
}
