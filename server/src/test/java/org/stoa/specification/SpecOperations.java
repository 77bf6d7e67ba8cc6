package org.stoa.specification;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// All operations of the client-server, server-server and application service APIs, and which of them a request asks.
public final class SpecOperations {
    private static final SpecOperations ALL = new SpecOperations();

    private final Map<String, Operation> byKey = new LinkedHashMap<>();
    private final Map<String, List<Operation>> byMethod;

    private SpecOperations() {
        Table.rows("operations.tsv").stream()
                .map(SpecOperations::operation)
                .forEach(operation -> byKey.put(operation.key(), operation));
        byMethod = byKey.values().stream().collect(Collectors.groupingBy(Operation::method));
    }

    /// The operations of the specification that this repository's facts were derived from.
    public static SpecOperations all() {
        return ALL;
    }

    /// Every operation, ordered by API and path.
    public Collection<Operation> list() {
        return byKey.values();
    }

    /// Returns the operation with this method and exactly this path template, whatever its variables are called.
    public Optional<Operation> withTemplate(String method, String template) {
        String wanted = Operation.normalise(template);
        return byMethod.getOrDefault(method, List.of()).stream()
                .filter(operation -> operation.normalisedPath().equals(wanted))
                .findFirst();
    }

    /// Returns the operation that a request asks for. The path is raw (still percent-encoded) and without its query. The
    /// prefix `r0` counts as `v3`, and a last state key may be left out with its slash.
    public Optional<Operation> asked(String method, String rawPath) {
        String path = rawPath.replaceFirst("^/_matrix/client/r0/", "/_matrix/client/v3/");
        Optional<Operation> whole = matching(method, path);
        return whole.isPresent()
                ? whole
                : matching(method, path + "/").filter(SpecOperations::endsInStateKey);
    }

    private Optional<Operation> matching(String method, String path) {
        List<String> segments = List.of(path.split("/", -1));
        return byMethod.getOrDefault(method, List.of()).stream()
                .filter(operation -> matches(operation.segments(), segments))
                .min(Comparator.comparingLong(SpecOperations::variables));
    }

    private static boolean matches(List<String> template, List<String> segments) {
        if (template.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < template.size(); i++) {
            boolean last = i == template.size() - 1;
            boolean fits =
                    isVariable(template.get(i))
                            ? last || !segments.get(i).isEmpty()
                            : template.get(i).equals(segments.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{");
    }

    private static boolean endsInStateKey(Operation operation) {
        return operation.path().endsWith("/{stateKey}");
    }

    private static long variables(Operation operation) {
        return operation.segments().stream().filter(SpecOperations::isVariable).count();
    }

    private static Operation operation(String[] row) {
        return new Operation(
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                !row[5].isEmpty(),
                !row[6].isEmpty(),
                Arrays.stream(row[7].split(",")).map(Integer::valueOf).collect(Collectors.toSet()));
    }
}
