package org.stoa.http;

import java.util.Map;
import java.util.Set;

/// What the router found for a path.
sealed interface RouteMatch {

    /// An endpoint answers; `variables` are the decoded segments of the path by name.
    record Found(
            Endpoint endpoint, Route route, String template, Era era, Map<String, String> variables)
            implements RouteMatch {}

    /// The path is known, but not with this method.
    record OtherMethods(Set<String> methods) implements RouteMatch {}

    /// Nobody knows the path.
    record Unknown() implements RouteMatch {}
}
