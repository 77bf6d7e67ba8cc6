package org.stoa.boot.config;

/// The least important messages that are logged.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
