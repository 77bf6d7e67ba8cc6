package org.stoa.protocol.push;

import java.util.Optional;
import org.stoa.protocol.json.JsonObject;

/// `room_member_count`: the number of joined users compared with another.
record RoomMemberCount(JsonObject toJson, Comparison comparison, long count) implements Condition {

    static final String KIND = "room_member_count";

    /// Longer than any count of users; what is longer is no number that this could be compared with.
    private static final int MAX_DIGITS = 18;

    enum Comparison {
        AT_MOST("<="),
        AT_LEAST(">="),
        EQUAL("=="),
        BELOW("<"),
        ABOVE(">");

        private final String prefix;

        Comparison(String prefix) {
            this.prefix = prefix;
        }
    }

    static RoomMemberCount of(long count) {
        JsonObject json = JsonObject.of("kind", KIND, "is", Long.toString(count));
        return new RoomMemberCount(json, Comparison.EQUAL, count);
    }

    /// Returns the condition whose `is` has this text: a decimal number, perhaps after a comparison.
    static Optional<Condition> parse(JsonObject json, String is) {
        for (Comparison comparison : Comparison.values()) {
            if (is.startsWith(comparison.prefix)) {
                return parse(json, comparison, is.substring(comparison.prefix.length()));
            }
        }
        return parse(json, Comparison.EQUAL, is);
    }

    @Override
    public boolean matches(JsonObject event, PushContext context) {
        return switch (comparison) {
            case AT_MOST -> context.memberCount() <= count;
            case AT_LEAST -> context.memberCount() >= count;
            case EQUAL -> context.memberCount() == count;
            case BELOW -> context.memberCount() < count;
            case ABOVE -> context.memberCount() > count;
        };
    }

    private static Optional<Condition> parse(
            JsonObject json, Comparison comparison, String digits) {
        boolean isNumber =
                !digits.isEmpty()
                        && digits.length() <= MAX_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber
                ? Optional.of(new RoomMemberCount(json, comparison, Long.parseLong(digits)))
                : Optional.empty();
    }
}
