package org.stoa.specification;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.stoa.protocol.json.Json;

/// Checks answers, and the contents of events that a server makes, against the specification's shapes.
public final class ShapeValidator {
    private static final ShapeValidator INSTANCE = new ShapeValidator();

    /// Operations whose answers have null for what is not known, as clients have come to expect of them.
    private static final Set<String> NULL_FOR_ABSENT =
            Set.of("getDevice", "getDevices", "getJoinedMembersByRoom");

    private final ShapeMatcher matcher = new ShapeMatcher(false);
    private final ShapeMatcher lenient = new ShapeMatcher(true);
    private final Map<String, Shape> answers = new HashMap<>();
    private final Map<String, Shape> contents = new HashMap<>();
    private final Shape error = ShapeReader.read("{\"errcode\":\"string\",\"error\":\"string\"}");
    private final Shape authentication = ShapeReader.read("\"@auth_response\"");

    private ShapeValidator() {
        for (String[] row : Table.rows("answers.tsv")) {
            if (row[3].startsWith("\"") || row[3].startsWith("{") || row[3].startsWith("[")) {
                answers.put(
                        key(row[0], row[1], Integer.parseInt(row[2])), ShapeReader.read(row[3]));
            }
        }
        for (String[] row : Table.rows("events.tsv")) {
            contents.put(row[0], ShapeReader.read(row[2]));
        }
    }

    /// The validator of the specification that this repository's facts were derived from.
    public static ShapeValidator get() {
        return INSTANCE;
    }

    /// Returns where an answer of an operation first differs from the specification; empty when it fits, and when the
    /// specification gives that status no shape. An error of any status is an `errcode` and an `error`, or asks for
    /// user-interactive authentication.
    public Optional<Mismatch> answer(Operation operation, int status, Json body) {
        if (status >= 400) {
            return error(operation, status, body);
        }
        Shape shape = answers.get(key(operation.method(), operation.path(), status));
        if (shape == null) {
            return Optional.empty();
        }
        return (NULL_FOR_ABSENT.contains(operation.name()) ? lenient : matcher)
                .compare(body, shape);
    }

    /// Returns where the content of an event of a type first differs; empty when it fits or the type is unknown.
    public Optional<Mismatch> content(String eventType, Json content) {
        Shape shape = contents.get(eventType);
        return shape == null ? Optional.empty() : matcher.compare(content, shape);
    }

    private Optional<Mismatch> error(Operation operation, int status, Json body) {
        Shape listed = answers.get(key(operation.method(), operation.path(), status));
        if (authentication.equals(listed) && matcher.compare(body, authentication).isEmpty()) {
            return Optional.empty();
        }
        Optional<Mismatch> mismatch = matcher.compare(body, error);
        return mismatch.isEmpty() && listed != null && !authentication.equals(listed)
                ? matcher.compare(body, listed)
                : mismatch;
    }

    private static String key(String method, String path, int status) {
        return method + " " + path + " " + status;
    }
}
