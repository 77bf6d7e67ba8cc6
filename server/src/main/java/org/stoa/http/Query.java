package org.stoa.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters of a query, in the order they came. Decoded strictly when they are asked for, so that a parameter nobody
/// knows can be anything.
final class Query {
    private final List<String> parts;

    private Query(List<String> parts) {
        this.parts = parts;
    }

    static Query parse(@Nullable String raw) {
        return new Query(raw == null || raw.isEmpty() ? List.of() : List.of(raw.split("&", -1)));
    }

    Optional<String> first(String name) {
        for (String part : parts) {
            if (isNamed(part, name)) {
                return Optional.of(valueOf(part));
            }
        }
        return Optional.empty();
    }

    List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (String part : parts) {
            if (isNamed(part, name)) {
                values.add(valueOf(part));
            }
        }
        return values;
    }

    /// Returns the first value of each parameter, in the order they came. Errors: M_INVALID_PARAM when one is not decodable.
    Map<String, String> firsts() {
        Map<String, String> firsts = new LinkedHashMap<>();
        for (String part : parts) {
            if (!part.isEmpty()) {
                firsts.putIfAbsent(PercentEncoding.decodeQuery(rawName(part)), valueOf(part));
            }
        }
        return firsts;
    }

    /// Returns names and values as they came.
    List<Part> rawParts() {
        return parts.stream().map(part -> new Part(rawName(part), rawValue(part))).toList();
    }

    /// One parameter, encoded.
    record Part(String name, String value) {}

    private static boolean isNamed(String part, String name) {
        String rawName = rawName(part);
        return rawName.equals(name)
                || (rawName.indexOf('%') >= 0 && PercentEncoding.decodeQuery(rawName).equals(name));
    }

    private static String rawName(String part) {
        int equals = part.indexOf('=');
        return equals < 0 ? part : part.substring(0, equals);
    }

    private static String valueOf(String part) {
        return PercentEncoding.decodeQuery(rawValue(part));
    }

    private static String rawValue(String part) {
        int equals = part.indexOf('=');
        return equals < 0 ? "" : part.substring(equals + 1);
    }
}
