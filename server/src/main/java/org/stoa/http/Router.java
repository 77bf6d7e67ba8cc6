package org.stoa.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the endpoint for a path.
///
/// The path is split at its slashes while it is still encoded, then each segment is decoded by itself, so that `%2F` in
/// a room alias or a key is part of the segment. Segments are looked up in a tree, one level each; a fixed name goes
/// before a variable, and where it leads nowhere the variable is tried. Immutable.
public final class Router {
    private final Node root = new Node();
    private final List<Route> routes;

    /// Makes a router over all endpoints.
    ///
    /// Errors: IllegalArgumentException when two routes claim one method and path.
    public Router(List<? extends Endpoint> endpoints) {
        List<Route> all = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            Route route = endpoint.route();
            all.add(route);
            route.templates().forEach(template -> add(endpoint, route, template));
        }
        routes = List.copyOf(all);
    }

    /// Returns all routes, in the order of the endpoints.
    public List<Route> routes() {
        return routes;
    }

    /// Finds the endpoint for a method and a path as it came.
    ///
    /// Errors: M_INVALID_PARAM when a segment is not decodable.
    RouteMatch match(String method, String rawPath) {
        if (!rawPath.startsWith("/")) {
            return new RouteMatch.Unknown();
        }
        String[] segments = rawPath.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            segments[i] = PercentEncoding.decodeSegment(segments[i]);
        }
        Search search = new Search(method.equals("HEAD") ? "GET" : method, segments);
        Target target = search.find(root, 0);
        if (target != null) {
            return new RouteMatch.Found(
                    target.endpoint,
                    target.route,
                    target.template,
                    target.era,
                    target.values(segments));
        }
        return search.otherMethods.isEmpty()
                ? new RouteMatch.Unknown()
                : new RouteMatch.OtherMethods(search.otherMethods);
    }

    private void add(Endpoint endpoint, Route route, String template) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("A path starts with a slash: " + template);
        }
        Node node = root;
        Map<String, Integer> variables = new HashMap<>();
        String[] segments = template.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (segment.startsWith("{") && segment.endsWith("}")) {
                variables.put(segment.substring(1, segment.length() - 1), i);
                node = node.variable();
            } else {
                node = node.names.computeIfAbsent(segment, name -> new Node());
            }
        }
        Target target =
                new Target(endpoint, route, template, Era.of(template), Map.copyOf(variables));
        Target earlier = node.targets.putIfAbsent(route.method(), target);
        if (earlier != null) {
            throw new IllegalArgumentException(
                    "%s %s is claimed by %s and by %s"
                            .formatted(
                                    route.method(),
                                    template,
                                    earlier.endpoint.getClass().getName(),
                                    endpoint.getClass().getName()));
        }
    }

    /// One level of the tree.
    private static final class Node {
        final Map<String, Node> names = new HashMap<>();
        final Map<String, Target> targets = new HashMap<>();
        @Nullable Node variable;

        Node variable() {
            if (variable == null) {
                variable = new Node();
            }
            return variable;
        }
    }

    /// What stands at the end of a path, for one method; `variables` are places in the path by name.
    private record Target(
            Endpoint endpoint,
            Route route,
            String template,
            Era era,
            Map<String, Integer> variables) {
        Map<String, String> values(String[] segments) {
            Map<String, String> values = HashMap.newHashMap(variables.size());
            variables.forEach((name, place) -> values.put(name, segments[place]));
            return values;
        }
    }

    /// One walk through the tree, and the methods that would have fitted.
    private static final class Search {
        final String method;
        final String[] segments;
        final Set<String> otherMethods = new TreeSet<>();

        Search(String method, String[] segments) {
            this.method = method;
            this.segments = segments;
        }

        @Nullable Target find(Node node, int depth) {
            if (depth == segments.length) {
                otherMethods.addAll(node.targets.keySet());
                return node.targets.get(method);
            }
            Node named = node.names.get(segments[depth]);
            Target target = named == null ? null : find(named, depth + 1);
            if (target != null || node.variable == null || segments[depth].isEmpty()) {
                return target;
            }
            return find(node.variable, depth + 1);
        }
    }
}
