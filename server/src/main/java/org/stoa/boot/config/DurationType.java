package org.stoa.boot.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A span of time, written with a unit: `12 hours`; `0` is none.
final class DurationType {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,6}) ?(second|minute|hour|day)s?");

    /// The type.
    static final ConfigType<Duration> INSTANCE =
            ConfigTypes.text(DurationType::parse, DurationType::write);

    private DurationType() {}

    private static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a time such as 12 hours or 7 days, or 0");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "second" -> Duration.ofSeconds(number);
            case "minute" -> Duration.ofMinutes(number);
            case "hour" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static String write(Duration value) {
        long minutes = value.toMinutes();
        if (value.toSecondsPart() != 0) {
            return value.toSeconds() + " seconds";
        }
        if (minutes == 0) {
            return "0";
        }
        if (minutes % Duration.ofDays(1).toMinutes() == 0) {
            return number(value.toDays(), "day");
        }
        return minutes % 60 == 0 ? number(value.toHours(), "hour") : number(minutes, "minute");
    }

    private static String number(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
