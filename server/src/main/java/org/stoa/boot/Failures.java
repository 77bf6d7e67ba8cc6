package org.stoa.boot;

import org.jspecify.annotations.Nullable;
import org.stoa.boot.config.ConfigException;
import org.stoa.http.ListenException;
import org.stoa.storage.StorageException;

/// Turns what was thrown into an exit code and one line.
public final class Failures {
    private Failures() {}

    /// Returns the failure behind `thrown`; one that nobody foresaw is FAILURE with the name of its class.
    public static CommandException of(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case CommandException known -> {
                    return known;
                }
                case ConfigException config -> {
                    return failure(ExitCode.USAGE, config);
                }
                case StorageException storage -> {
                    return failure(exitCode(storage.kind()), storage);
                }
                case ListenException listen -> {
                    return failure(listen.isCertificate() ? ExitCode.USAGE : ExitCode.PORT, listen);
                }
                default -> {}
            }
        }
        return new CommandException(ExitCode.FAILURE, "unexpected failure: " + thrown, thrown);
    }

    private static CommandException failure(ExitCode exitCode, Throwable cause) {
        return new CommandException(exitCode, oneLine(String.valueOf(cause.getMessage())), cause);
    }

    private static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .reduce((left, right) -> left + " " + right)
                .orElse("");
    }

    private static ExitCode exitCode(StorageException.Kind kind) {
        return switch (kind) {
            case LOCKED, FENCED -> ExitCode.LOCKED;
            case ENCODING -> ExitCode.USAGE;
            case READ_ONLY, MISSING_FOLDER -> ExitCode.READ_ONLY;
            case DISK_FULL -> ExitCode.DISK_FULL;
            case CORRUPT, CHANGED_MIGRATION -> ExitCode.CORRUPT;
            case NEWER_SCHEMA -> ExitCode.NEWER;
            case UNAVAILABLE -> ExitCode.UNREACHABLE;
            case CONSTRAINT, STATEMENT, CASCADE, UNKNOWN_OUTCOME, CLOSED, OVERLOADED ->
                    ExitCode.FAILURE;
        };
    }
}
