package org.stoa.platform;

import java.util.Map;

/// How the server logs.
///
/// @param format how a line looks
/// @param level the least important level that is shown
/// @param levels other levels for single loggers, by the beginning of their names, such as `org.stoa.http.access`
public record LogConfig(Format format, Level level, Map<String, Level> levels) {

    /// How a line looks.
    public enum Format {
        /// For people.
        TEXT,
        /// One JSON object per line, for programs.
        JSON
    }

    /// How important a line is.
    public enum Level {
        /// Somebody has to do something.
        ERROR,
        /// Something is wrong, and the server copes.
        WARN,
        /// What an operator wants to know.
        INFO,
        /// What helps to find a fault.
        DEBUG,
        /// Everything.
        TRACE
    }

    public LogConfig {
        levels = Map.copyOf(levels);
    }

    /// Returns text at info level.
    public static LogConfig defaults() {
        return new LogConfig(Format.TEXT, Level.INFO, Map.of());
    }
}
