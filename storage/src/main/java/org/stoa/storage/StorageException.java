package org.stoa.storage;

import org.jspecify.annotations.Nullable;

/// A failure of the database, with a kind to act on and one line that says what to do next.
public final class StorageException extends RuntimeException {
    /// What kind of failure.
    public enum Kind {
        /// A constraint of the schema was broken.
        CONSTRAINT,
        /// The statement failed for another reason: a time-out, a defect of ours.
        STATEMENT,
        /// An earlier write of the same room failed.
        CASCADE,
        /// The disk is full. Reads go on; writes are tried again every few seconds.
        DISK_FULL,
        /// The connection was lost in the commit and it cannot be known whether it happened.
        UNKNOWN_OUTCOME,
        /// Another process owns the lane.
        FENCED,
        /// The database is being closed.
        CLOSED,
        /// Too many writes wait.
        OVERLOADED,
        /// Another process uses the data folder or the database.
        LOCKED,
        /// The database was written by a newer program.
        NEWER_SCHEMA,
        /// A migration that was applied is not the one this program knows.
        CHANGED_MIGRATION,
        /// The file is damaged or is no database.
        CORRUPT,
        /// The data folder, or the database, cannot be written.
        READ_ONLY,
        /// The data folder does not exist and cannot be made.
        MISSING_FOLDER,
        /// The database cannot keep every text.
        ENCODING,
        /// The database server cannot be reached.
        UNAVAILABLE
    }

    private static final long serialVersionUID = 1;

    private final Kind kind;

    /// Makes a failure.
    public StorageException(Kind kind, String message) {
        this(kind, message, null);
    }

    /// Makes a failure that another one caused.
    public StorageException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// Returns what kind of failure it is.
    public Kind kind() {
        return kind;
    }

    /// Returns the same failure with the stack of the thread that waited for it.
    StorageException forCaller() {
        return new StorageException(kind, String.valueOf(getMessage()), this);
    }
}
