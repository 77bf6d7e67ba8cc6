package org.stoa.conformance.shape;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Finds which operation of the specification's client-server API a request asks.
final class Operations {
    private final List<Operation> all =
            Table.rows("operations.tsv").stream()
                    .filter(row -> row[0].equals("client-server"))
                    .map(row -> new Operation(row[1], row[2]))
                    .toList();

    /// A method and a path template such as `/_matrix/client/v3/rooms/{roomId}/join`.
    record Operation(String method, String path) {
        private boolean isAsked(String askedMethod, List<String> asked) {
            List<String> template = segments(path);
            return method.equals(askedMethod)
                    && template.size() == asked.size()
                    && IntStream.range(0, asked.size())
                            .allMatch(
                                    i ->
                                            isVariable(template.get(i))
                                                    || template.get(i).equals(asked.get(i)));
        }

        private long variables() {
            return segments(path).stream().filter(Operation::isVariable).count();
        }

        private static boolean isVariable(String segment) {
            return segment.startsWith("{");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /// The operation that a raw path, without its query, asks; empty if the specification has none. An empty segment is asked
    /// only where a state key may be.
    Optional<Operation> asked(String method, String rawPath) {
        List<String> segments = segments(rawPath);
        boolean gap =
                Set.copyOf(segments.subList(1, Math.max(1, segments.size() - 1))).contains("");
        return gap
                ? Optional.empty()
                : all.stream()
                        .filter(operation -> operation.isAsked(method, segments))
                        .min(Comparator.comparingLong(Operation::variables));
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
