package org.stoa.rooms.hierarchy;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;

/// Which part of the tree below a space a client wants.
///
/// @param maxDepth how many levels below the space
/// @param skipped rooms that were told on the pages before
/// @param looked rooms that were looked at for them: more than told, as some may not be seen
public record HierarchyWish(
        boolean suggestedOnly, int limit, int maxDepth, int skipped, int looked) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 100;
    private static final int MAX_DEPTH = 50;
    private static final Pattern TOKEN =
            Pattern.compile("h2_([01])_(\\d{1,2})_(\\d{1,6})_(\\d{1,6})");

    /// Reads what a request asks for, within the bounds of this server.
    ///
    /// Errors: M_INVALID_PARAM for a token that is none, or of a walk with other parameters.
    ///
    /// @param limit of rooms in the answer, positive
    /// @param depth not negative
    /// @param from `next_batch` of the page before
    public static HierarchyWish of(
            boolean suggestedOnly, OptionalInt limit, OptionalInt depth, Optional<String> from) {
        int rooms = Math.min(limit.orElse(DEFAULT_LIMIT), MAX_LIMIT);
        int maxDepth = Math.min(depth.orElse(MAX_DEPTH), MAX_DEPTH);
        if (from.isEmpty()) {
            return new HierarchyWish(suggestedOnly, rooms, maxDepth, 0, 0);
        }
        Matcher token = TOKEN.matcher(from.get());
        if (!token.matches()) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, "from is no token of a hierarchy");
        }
        boolean isSame =
                token.group(1).equals(suggestedOnly ? "1" : "0")
                        && Integer.parseInt(token.group(2)) == maxDepth;
        if (!isSame) {
            throw new MatrixException(
                    ErrorCode.INVALID_PARAM,
                    "suggested_only and max_depth cannot change from page to page");
        }
        return new HierarchyWish(
                suggestedOnly,
                rooms,
                maxDepth,
                Integer.parseInt(token.group(3)),
                Integer.parseInt(token.group(4)));
    }

    /// The token with which the walk goes on behind so many rooms that were told, and so many that were looked at.
    String next(int told, int lookedAt) {
        return "h2_" + (suggestedOnly ? "1" : "0") + "_" + maxDepth + "_" + told + "_" + lookedAt;
    }
}
