package org.stoa.boot.config;

/// How a line of the log looks.
public enum LogFormat {
    /// For people.
    TEXT,
    /// One JSON object a line, for machines.
    JSON
}
