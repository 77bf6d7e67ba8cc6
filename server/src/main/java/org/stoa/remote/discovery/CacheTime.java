package org.stoa.remote.discovery;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoa.remote.connect.Outcome;

/// How long an answer to `/.well-known/matrix/server` is believed: as long as its headers say, within bounds.
///
/// Spec: server-server-api#resolving-server-names step 3 (v1.19).
final class CacheTime {
    /// "The recommended sensible default is 24 hours."
    static final Duration DEFAULT = Duration.ofDays(1);

    /// "a maximum cache time for responses: 48 hours is recommended"
    static final Duration LONGEST = Duration.ofDays(2);

    /// Nobody moves so often that each request has to ask again.
    static final Duration SHORTEST = Duration.ofMinutes(5);

    private static final Pattern MAX_AGE = Pattern.compile("max-age *= *\"?([0-9]{1,9})");
    private static final Pattern FORBIDDEN = Pattern.compile("\\b(no-store|no-cache)\\b");

    private CacheTime() {}

    static Duration of(Outcome.Answered answer, Instant now) {
        Duration wished = wished(answer, now);
        if (wished.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wished.compareTo(LONGEST) > 0 ? LONGEST : wished;
    }

    private static Duration wished(Outcome.Answered answer, Instant now) {
        String control = answer.header("cache-control").orElse("").toLowerCase(Locale.ROOT);
        if (FORBIDDEN.matcher(control).find()) {
            return Duration.ZERO;
        }
        Matcher age = MAX_AGE.matcher(control);
        if (age.find()) {
            return Duration.ofSeconds(Long.parseLong(age.group(1)));
        }
        Optional<String> expires = answer.header("expires");
        return expires.isEmpty() ? DEFAULT : until(expires.get(), now);
    }

    /// A date that is none, `0` for example, is one in the past (RFC 9111 section 5.3).
    private static Duration until(String expires, Instant now) {
        try {
            Instant end =
                    ZonedDateTime.parse(expires, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Duration.between(now, end);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }
}
