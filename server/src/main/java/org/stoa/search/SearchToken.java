package org.stoa.search;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.search.index.Hit;
import org.stoa.search.index.Order;

/// Where to go on with a search: a `next_batch`.
///
/// @param after the last event that was looked at
/// @param count what the first answer said about the number of results
/// @param group the group that the next page is of; empty for all results
record SearchToken(Order order, Hit after, long count, Optional<Group> group) {
    private static final String VERSION = "q1_";
    private static final String SEPARATOR = "|";
    private static final int PARTS = 7;

    /// One value that results have in common.
    record Group(GroupKey key, String value) {}

    /// The same place, with another group.
    SearchToken in(Optional<Group> other) {
        return new SearchToken(order, after, count, other);
    }

    @Override
    public String toString() {
        String text =
                String.join(
                        SEPARATOR,
                        order.name(),
                        String.valueOf(after.event()),
                        String.valueOf(after.pos()),
                        String.valueOf(Float.floatToIntBits(after.rank())),
                        String.valueOf(count),
                        group.map(part -> part.key().name()).orElse(""),
                        group.map(Group::value).orElse(""));
        return VERSION
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Reads a token.
    ///
    /// Errors: M_INVALID_PARAM when it is none of this search.
    static SearchToken parse(String token, Order order) {
        try {
            SearchToken parsed = parse(token);
            if (parsed.order == order) {
                return parsed;
            }
        } catch (IllegalArgumentException malformed) {
            throw invalid();
        }
        throw invalid();
    }

    private static SearchToken parse(String token) {
        if (!token.startsWith(VERSION)) {
            throw new IllegalArgumentException("not a search token");
        }
        byte[] bytes = Base64.getUrlDecoder().decode(token.substring(VERSION.length()));
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\\|", PARTS);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("not a search token");
        }
        float rank = Float.intBitsToFloat(Integer.parseInt(parts[3]));
        Hit after = new Hit(Long.parseLong(parts[1]), Long.parseLong(parts[2]), rank);
        Optional<Group> group =
                parts[5].isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Group(GroupKey.valueOf(parts[5]), parts[6]));
        return new SearchToken(Order.valueOf(parts[0]), after, Long.parseLong(parts[4]), group);
    }

    private static MatrixException invalid() {
        return new MatrixException(
                ErrorCode.INVALID_PARAM, "The parameter 'next_batch' is not of this search");
    }
}
