package org.stoa.conformance.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A request to send.
final class FuzzRequest {
    private static final int SHOWN = 1500;

    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final byte[] body;

    /// @param target raw path and query
    FuzzRequest(String method, String target, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    String method() {
        return method;
    }

    String target() {
        return target;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    /// As it can be read in a report; what is long is cut.
    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8);
        return method
                + " "
                + cut(target)
                + (headers.containsKey("Authorization") ? " (with a token)" : "")
                + (body.length == 0 ? "" : "\n    " + cut(text));
    }

    private static String cut(String text) {
        String shown =
                text.length() > SHOWN
                        ? text.substring(0, SHOWN) + "… (" + text.length() + ")"
                        : text;
        return shown.codePoints()
                .mapToObj(c -> c < ' ' ? "\\x%02x".formatted(c) : Character.toString(c))
                .reduce("", String::concat);
    }
}
