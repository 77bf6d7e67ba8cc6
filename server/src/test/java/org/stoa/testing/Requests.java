package org.stoa.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Targets of requests from templates.
final class Requests {
    private static final Pattern HOLE = Pattern.compile("\\{}");
    private static final List<String> WHOLE_PATHS =
            List.of("/_matrix/", "/_synapse/", "/.well-known/", "/health");

    private Requests() {}

    /// Fills the `{}` of a template with percent-encoded values in their order. A template that begins with none of the
    /// known prefixes is one of `/_matrix/client/v3`.
    static String target(String template, String... values) {
        Queue<String> waiting = new ArrayDeque<>(List.of(values));
        String filled =
                HOLE.matcher(template)
                        .replaceAll(hole -> Matcher.quoteReplacement(encoded(waiting.remove())));
        if (!waiting.isEmpty()) {
            throw new IllegalArgumentException("more values than {} in " + template);
        }
        boolean whole = filled.equals("/") || WHOLE_PATHS.stream().anyMatch(filled::startsWith);
        return whole ? filled : "/_matrix/client/v3" + filled;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
