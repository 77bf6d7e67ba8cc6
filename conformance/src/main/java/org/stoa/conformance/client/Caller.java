package org.stoa.conformance.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Somebody who asks a server.
///
/// A path is a template whose `{}` are filled with percent-encoded values, in the path and in the query. Unless it begins
/// with `/_` or `/.` it is one of `/_matrix/client/v3`: `alice.get("/rooms/{}/state/{}/", room, "m.room.name")`.
public interface Caller {
    /// The prefix of paths that do not name one.
    String PREFIX = "/_matrix/client/v3";

    /// Sends a request with this very body; an empty one is no body. The headers come on top of the caller's own.
    Answer exchange(String method, String target, Map<String, String> headers, byte[] body);

    default Answer get(String template, String... values) {
        return exchange("GET", target(template, values), Map.of(), new byte[0]);
    }

    default Answer post(String template, Json body, String... values) {
        return send("POST", template, body, values);
    }

    default Answer put(String template, Json body, String... values) {
        return send("PUT", template, body, values);
    }

    default Answer delete(String template, String... values) {
        return exchange("DELETE", target(template, values), Map.of(), new byte[0]);
    }

    default Answer delete(String template, Json body, String... values) {
        return send("DELETE", template, body, values);
    }

    /// Sends a request with any method and a JSON body.
    default Answer send(String method, String template, Json body, String... values) {
        return exchange(
                method,
                target(template, values),
                Map.of("Content-Type", "application/json"),
                body.toBytes());
    }

    /// Sends a request with a body that need not be JSON.
    default Answer sendBytes(
            String method, String template, String contentType, byte[] body, String... values) {
        return exchange(
                method, target(template, values), Map.of("Content-Type", contentType), body);
    }

    /// The raw path and query of a template.
    static String target(String template, String... values) {
        StringBuilder path = new StringBuilder();
        if (!template.startsWith("/_") && !template.startsWith("/.")) {
            path.append(PREFIX);
        }
        int from = 0;
        for (String value : values) {
            int gap = template.indexOf("{}", from);
            if (gap < 0) {
                throw new IllegalArgumentException("more values than gaps in " + template);
            }
            path.append(template, from, gap).append(encode(value));
            from = gap + 2;
        }
        if (template.indexOf("{}", from) >= 0) {
            throw new IllegalArgumentException("fewer values than gaps in " + template);
        }
        return path.append(template, from, template.length()).toString();
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
