package org.stoa.boot.doctor;

/// What one look found.
///
/// @param subject what was looked at, in one or two words
/// @param text what was found and, unless it is good, what to do
public record Finding(Level level, String subject, String text) {
    /// How bad it is.
    public enum Level {
        /// As it should be.
        GOOD,
        /// The server runs, but something does not work or soon will not.
        WARNING,
        /// The server does not run, or nobody can use it.
        BAD
    }

    static Finding good(String subject, String text) {
        return new Finding(Level.GOOD, subject, text);
    }

    static Finding warning(String subject, String text) {
        return new Finding(Level.WARNING, subject, text);
    }

    static Finding bad(String subject, String text) {
        return new Finding(Level.BAD, subject, text);
    }
}
