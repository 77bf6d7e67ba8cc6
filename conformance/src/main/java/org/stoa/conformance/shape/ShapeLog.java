package org.stoa.conformance.shape;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.stoa.conformance.client.Json;

/// Checks every answer of a run against the specification's shape for it, and keeps for each operation whether all fitted. A
/// shape is a result of its own, so that one wrong member does not fail every test that came by. Safe for use by several threads.
public final class ShapeLog {
    private final Operations operations = new Operations();
    private final Shapes shapes = new Shapes();
    private final Map<String, Optional<String>> mismatches = new ConcurrentHashMap<>();

    /// Checks one answer, if it is JSON and the specification has the operation.
    public void check(
            String method, String target, int status, Optional<String> contentType, byte[] body) {
        boolean json = contentType.map(type -> type.startsWith("application/json")).orElse(false);
        if (json && !isOfAnotherShape(target)) {
            operations
                    .asked(method, target.replaceFirst("\\?.*", ""))
                    .ifPresent(operation -> note(operation.toString(), target, status, body));
        }
    }

    /// Whether a filter in the query asks for events that are not as usual.
    private static boolean isOfAnotherShape(String target) {
        return target.contains("event_fields") || target.contains("event_format");
    }

    private void note(String operation, String target, int status, byte[] body) {
        Optional<String> mismatch = compare(operation, target, status, body);
        mismatches.merge(operation, mismatch, (first, next) -> first.isPresent() ? first : next);
    }

    private Optional<String> compare(String operation, String target, int status, byte[] body) {
        try {
            return shapes.mismatch(operation, status, Json.parse(body))
                    .map(where -> status + " from " + target + " at " + where);
        } catch (AssertionError noJson) {
            return Optional.of(status + " from " + target + ": " + noJson.getMessage());
        }
    }

    /// The operations that were asked, each with where an answer first differed from its shape, if one did.
    public Map<String, Optional<String>> results() {
        return new TreeMap<>(mismatches);
    }
}
