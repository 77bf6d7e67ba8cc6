package org.stoa.accounts.data;

import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// How much account data a user may keep: all of it comes with each first /sync, which is made in memory. Changes of push
/// rules are not held back; they have bounds of their own.
///
/// @param maxBytes of one entry's content
/// @param maxTotalBytes of the contents of all entries of one user
/// @param maxEntries of one user, global ones and those of all rooms together
public record AccountDataQuota(long maxBytes, long maxTotalBytes, int maxEntries) {

    /// Enough for every client that is known.
    public static final AccountDataQuota DEFAULT =
            new AccountDataQuota(1024 * 1024, 8 * 1024 * 1024, 10_000);

    /// Errors: M_TOO_LARGE.
    void checkSize(long bytes) {
        if (bytes > maxBytes) {
            throw new MatrixException(
                    ErrorCode.TOO_LARGE,
                    "Account data of %d bytes; at most %d are kept".formatted(bytes, maxBytes));
        }
    }

    /// Errors: M_RESOURCE_LIMIT_EXCEEDED.
    ///
    /// @param total of all entries, with the one that is to come
    void checkTotal(long total) {
        if (total > maxTotalBytes) {
            throw new MatrixException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "All account data together may have %d bytes".formatted(maxTotalBytes));
        }
    }

    /// Errors: M_RESOURCE_LIMIT_EXCEEDED.
    ///
    /// @param entries how many the user has, without the one that is to come
    void checkCount(long entries) {
        if (entries >= maxEntries) {
            throw new MatrixException(
                    ErrorCode.RESOURCE_LIMIT_EXCEEDED,
                    "You have %d entries of account data, and no more are kept".formatted(entries));
        }
    }
}
