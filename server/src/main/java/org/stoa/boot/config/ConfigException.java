package org.stoa.boot.config;

/// The configuration cannot be used; the message says where, what was expected and what was found, on one line.
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
