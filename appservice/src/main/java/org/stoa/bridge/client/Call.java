package org.stoa.bridge.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.json.Json;

/// One call of the client-server API.
///
/// @param method the HTTP method
/// @param path the segments after `/_matrix/client`, not encoded
/// @param query the parameters
/// @param body what is sent; null for nothing
/// @param repeatable whether doing it twice is the same as doing it once, so that it may be tried again when no answer came
public record Call(
        String method,
        List<String> path,
        Map<String, String> query,
        @Nullable Json body,
        boolean repeatable) {

    public Call {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /// Returns a call that reads.
    public static Call get(String... path) {
        return new Call("GET", List.of(path), Map.of(), null, true);
    }

    /// Returns a call that sets something.
    public static Call put(Json body, String... path) {
        return new Call("PUT", List.of(path), Map.of(), body, true);
    }

    /// Returns a call that does something, and would do it again when called again.
    public static Call post(Json body, String... path) {
        return new Call("POST", List.of(path), Map.of(), body, false);
    }

    /// Returns a call that removes something.
    public static Call delete(String... path) {
        return new Call("DELETE", List.of(path), Map.of(), null, true);
    }

    /// Returns this call, which does the same when it is done twice.
    public Call twiceIsOnce() {
        return new Call(method, path, query, body, true);
    }

    /// Returns this call with a further parameter.
    public Call with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(name, value);
        return new Call(method, path, more, body, repeatable);
    }

    /// Returns the path and the query, encoded.
    String target() {
        String encoded =
                path.stream()
                        .map(Call::encode)
                        .collect(Collectors.joining("/", "/_matrix/client/", ""));
        if (query.isEmpty()) {
            return encoded;
        }
        return query.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&", encoded + "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// The method and the path; neither parameters nor body, which may be private.
    @Override
    public String toString() {
        return method + " /" + String.join("/", path);
    }
}
