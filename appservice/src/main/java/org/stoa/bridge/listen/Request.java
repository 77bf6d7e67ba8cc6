package org.stoa.bridge.listen;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// A request of the homeserver.
///
/// @param path the decoded segments
/// @param query the decoded parameters; of one that is given twice the last
/// @param authorization the header; null without
record Request(
        String method,
        List<String> path,
        Map<String, String> query,
        @Nullable String authorization,
        Body body) {

    /// What came with it.
    record Body(ByteBuffer bytes) {

        /// Returns the object that it is.
        JsonObject object() {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return Json.parseObject(copy);
        }
    }

    static Request of(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            @Nullable String authorization,
            byte[] body) {
        List<String> path =
                Arrays.stream(rawPath.substring(1).split("/", -1))
                        // A plus sign in a path is one.
                        .map(segment -> decode(segment.replace("+", "%2B")))
                        .toList();
        return new Request(
                method, path, query(rawQuery), authorization, new Body(ByteBuffer.wrap(body)));
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return query;
        }
        for (String parameter : raw.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            query.put(decode(name), equals < 0 ? "" : decode(parameter.substring(equals + 1)));
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new MatrixException(ErrorCode.INVALID_PARAM, "The address is not well encoded");
        }
    }
}
