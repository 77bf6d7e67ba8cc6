package org.stoa.directory.endpoint;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// How many rooms a client wants at most.
final class DirectoryLimit {
    private DirectoryLimit() {}

    /// Reads a `limit`; 0, which some clients send for "no limit", counts as none.
    ///
    /// Errors: M_INVALID_PARAM for a negative one.
    static OptionalInt of(OptionalLong limit) {
        if (limit.isEmpty() || limit.getAsLong() == 0) {
            return OptionalInt.empty();
        }
        if (limit.getAsLong() < 0) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, "limit is not a number of rooms");
        }
        return OptionalInt.of((int) Math.min(limit.getAsLong(), Integer.MAX_VALUE));
    }
}
