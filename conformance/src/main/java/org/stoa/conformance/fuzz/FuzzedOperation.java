package org.stoa.conformance.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stoa.conformance.client.Json;
import org.stoa.conformance.shape.Table;

/// An operation of the client API as the specification describes it.
///
/// @param path template such as `/_matrix/client/v3/rooms/{roomId}/join`
/// @param body the shape of its request, when it has one
record FuzzedOperation(
        String method, String path, List<Parameter> parameters, Optional<Json> body) {
    /// A parameter in the path or the query, with the shape of its value.
    record Parameter(boolean inPath, String name, Json shape) {}

    /// All operations of the client API, in the order of the specification's paths.
    static List<FuzzedOperation> all() {
        Map<String, List<Parameter>> parameters = new HashMap<>();
        for (String[] row : Table.rows("parameters.tsv")) {
            boolean inPath = row[2].equals("path");
            if (inPath || row[2].equals("query")) {
                parameters
                        .computeIfAbsent(row[0] + " " + row[1], operation -> new ArrayList<>())
                        .add(new Parameter(inPath, row[3], shape(row[5])));
            }
        }
        Map<String, Json> bodies = new HashMap<>();
        for (String[] row : Table.rows("requests.tsv")) {
            if (row[2].startsWith("\"") || row[2].startsWith("{") || row[2].startsWith("[")) {
                bodies.put(row[0] + " " + row[1], shape(row[2]));
            }
        }
        return Table.rows("operations.tsv").stream()
                .filter(row -> row[0].equals("client-server"))
                .map(
                        row ->
                                new FuzzedOperation(
                                        row[1],
                                        row[2],
                                        parameters.getOrDefault(row[1] + " " + row[2], List.of()),
                                        Optional.ofNullable(bodies.get(row[1] + " " + row[2]))))
                .toList();
    }

    /// The shapes that others use, by name.
    static Map<String, Json> namedShapes() {
        Map<String, Json> named = new HashMap<>();
        for (String[] row : Table.rows("shapes.tsv")) {
            named.put(row[0], shape(row[1]));
        }
        return named;
    }

    private static Json shape(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether it waits for something to happen, so that its time is the client's to choose.
    boolean isLongPoll() {
        return path.endsWith("/v3/sync") || path.endsWith("/v3/events");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
