package org.stoa.compliance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.stoa.http.Route;
import org.stoa.specification.Operation;
import org.stoa.specification.SpecOperations;

/// Which operations of the specification the routes serve, and which routes are none of the specification's.
final class Inventory {
    /// The APIs that a homeserver serves; that of application services it asks.
    static final List<String> APIS = List.of("client-server", "server-server");

    private static final List<String> VERSIONS =
            List.of("v1", "v3", "r0", "api/v1", "v2_alpha", "unstable");

    private final Map<Operation, Route> done = new LinkedHashMap<>();
    private final List<Route> extensions;

    Inventory(Collection<Route> routes) {
        SpecOperations operations = SpecOperations.all();
        List<Route> others = new ArrayList<>();
        for (Route route : routes) {
            if (route.options().contains(Route.Option.REFUSES)) {
                continue;
            }
            List<Operation> served =
                    route.templates().stream()
                            .map(template -> operations.withTemplate(route.method(), template))
                            .flatMap(Optional::stream)
                            .toList();
            served.forEach(operation -> done.put(operation, route));
            if (served.isEmpty()) {
                others.add(route);
            }
        }
        others.sort(Comparator.comparing(Route::template).thenComparing(Route::method));
        extensions = List.copyOf(others);
    }

    boolean isDone(Operation operation) {
        return done.containsKey(operation);
    }

    Collection<Operation> done() {
        return done.keySet();
    }

    /// The operations that a homeserver serves and this one does not.
    List<Operation> missing() {
        return SpecOperations.all().list().stream()
                .filter(operation -> APIS.contains(operation.api()) && !isDone(operation))
                .toList();
    }

    /// The page `docs/compliance/endpoints.md`.
    ///
    /// @param proven operations that tests name
    String page(Waiting waiting, Set<String> proven) {
        StringBuilder page = new StringBuilder();
        page.append(
                """
                # Endpoints

                Which operations of the Matrix specification Stoa answers, and what the others wait for. What is not there answers
                `M_UNRECOGNIZED`, or the error that the specification has for it. An operation counts as done when it has a route and a test that changes something through it and
                reads it back.

                `EndpointInventoryTest` writes this page: do not edit it.
                """);
        APIS.forEach(api -> section(api, waiting, page));
        askedOfServices(proven, page);
        extensions(page);
        return page.toString();
    }

    /// The operations that this server asks of application services.
    private static void askedOfServices(Set<String> proven, StringBuilder page) {
        List<Operation> operations =
                SpecOperations.all().list().stream()
                        .filter(operation -> operation.api().equals("application-service"))
                        .toList();
        long count =
                operations.stream().filter(operation -> proven.contains(operation.name())).count();
        page.append("\n## The application-service API\n\n")
                .append(count)
                .append(" of ")
                .append(operations.size())
                .append(
                        " operations are asked of application services, at the older paths too where there are some.\n\n")
                .append("| operation | | status |\n|---|---|---|\n");
        for (Operation operation : operations) {
            page.append("| `")
                    .append(operation.key())
                    .append("` | ")
                    .append(operation.id())
                    .append(proven.contains(operation.name()) ? " | done |\n" : " | not yet |\n");
        }
    }

    private void section(String api, Waiting waiting, StringBuilder page) {
        List<Operation> operations =
                SpecOperations.all().list().stream()
                        .filter(operation -> operation.api().equals(api))
                        .toList();
        long count = operations.stream().filter(this::isDone).count();
        page.append("\n## The ").append(api).append(" API\n\n");
        page.append(count)
                .append(" of ")
                .append(operations.size())
                .append(" operations are done.\n\n");
        page.append("| operation | | status | also at |\n|---|---|---|---|\n");
        for (Operation operation : operations) {
            Optional<Route> route = Optional.ofNullable(done.get(operation));
            String status = route.isPresent() ? "done" : status(waiting.reason(operation));
            page.append("| `")
                    .append(operation.method())
                    .append(' ')
                    .append(operation.path())
                    .append("` | ")
                    .append(operation.id())
                    .append(operation.deprecated() ? ", deprecated" : "")
                    .append(" | ")
                    .append(status)
                    .append(" | ")
                    .append(route.map(Inventory::otherPrefixes).orElse(""))
                    .append(" |\n");
        }
    }

    private static String status(Optional<String> reason) {
        String what = reason.orElse("nothing that is written down");
        return what.startsWith(Waiting.NOT_MISSING) ? what : "waits for " + what;
    }

    /// The versions of the API under which a route is found besides the current one.
    private static String otherPrefixes(Route route) {
        return route.templates().stream()
                .filter(
                        template ->
                                SpecOperations.all()
                                        .withTemplate(route.method(), template)
                                        .isEmpty())
                .map(Inventory::version)
                .flatMap(Optional::stream)
                .filter(version -> !version(route.template()).equals(Optional.of(version)))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> version(String template) {
        return VERSIONS.stream()
                .filter(name -> template.startsWith("/_matrix/client/" + name + "/"))
                .findFirst();
    }

    private void extensions(StringBuilder page) {
        Map<String, String> rows = new TreeMap<>();
        for (Route route : extensions) {
            rows.put(
                    route.template() + " " + route.method(),
                    "| `"
                            + route.method()
                            + " "
                            + route.template()
                            + "` | "
                            + otherPrefixes(route)
                            + " |\n");
        }
        page.append("\n## Routes that the specification does not have\n\n");
        page.append(
                "Older forms that clients still use, and what operators and tools ask for.\n\n");
        page.append("| route | also at |\n|---|---|\n");
        rows.values().forEach(page::append);
    }
}
