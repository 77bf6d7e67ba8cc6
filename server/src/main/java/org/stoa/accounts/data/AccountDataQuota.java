package org.stoa.accounts.data;

import java.nio.charset.StandardCharsets;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// How much account data a user may keep: all of it comes with each first /sync. Push rules are not counted; they have
/// bounds of their own.
///
/// @param maxBytes of one entry's content
/// @param maxEntries of one user, global ones and those of all rooms together
public record AccountDataQuota(long maxBytes, int maxEntries) {

    /// Enough for every client that is known.
    public static final AccountDataQuota DEFAULT = new AccountDataQuota(1024 * 1024, 10_000);

    /// Errors: M_TOO_LARGE.
    void checkSize(String content) {
        long bytes = content.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw new MatrixException(
                    ErrorCode.TOO_LARGE,
                    "Account data of %d bytes; at most %d are kept".formatted(bytes, maxBytes));
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
