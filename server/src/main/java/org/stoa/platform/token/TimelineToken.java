package org.stoa.platform.token;

import java.util.Optional;

/// A place in the timeline of one room, just after the event with the order number.
///
/// As text: `t1_` and the number. Read backwards it starts with that event, forwards with the one after it.
///
/// @param ord order number inside the room
public record TimelineToken(long ord) {
    /// Before all events.
    public static final TimelineToken BEGINNING = new TimelineToken(0);

    /// Behind all events, those to come too.
    public static final TimelineToken END = new TimelineToken(Long.MAX_VALUE);

    private static final String PREFIX = "t1_";
    private static final int MAX_DIGITS = 19;

    /// Reads a token; empty when it is malformed.
    public static Optional<TimelineToken> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String digits = text.substring(PREFIX.length());
        boolean plain =
                !digits.isEmpty()
                        && digits.length() <= MAX_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plain) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TimelineToken(Long.parseLong(digits)));
        } catch (NumberFormatException tooLarge) {
            return Optional.empty();
        }
    }

    /// The token as clients see it.
    @Override
    public String toString() {
        return PREFIX + ord;
    }
}
