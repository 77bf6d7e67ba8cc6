package org.stoa.bench.federation;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.stoa.bench.http.Json;

/// A request of the server under load.
///
/// @param target path and query, as they came
@SuppressWarnings("ArrayRecordComponent") // never compared, and copying would cost the driver
public record Call(String method, String target, byte[] body) {
    /// Whether the path begins so.
    public boolean is(String asked, String path) {
        return method.equals(asked) && target.startsWith(path);
    }

    /// The decoded segments after the first `skipped` ones of the path.
    public List<String> segments(int skipped) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return Arrays.stream(path.substring(1).split("/", -1))
                .skip(skipped)
                .map(segment -> segment.replace("+", "%2B"))
                .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
                .toList();
    }

    /// Whether the query has this.
    public boolean asks(String parameter) {
        int query = target.indexOf('?');
        return query >= 0
                && Arrays.asList(target.substring(query + 1).split("&", -1)).contains(parameter);
    }

    /// The body as JSON.
    public Json json() {
        return Json.parse(body);
    }
}
