package org.stoa.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

/// The answer to a request of a test.
///
/// @param headers by their names in lower case, each with its first value
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, Map<String, String> headers, byte[] body) {
    public Answer {
        headers =
                headers.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        h -> h.getKey().toLowerCase(Locale.ROOT),
                                        Map.Entry::getValue,
                                        (a, b) -> a));
    }

    /// The object of an answer with status 200; any other status fails the test.
    public JsonObject ok() {
        return with(200);
    }

    /// The object of an answer with this status; any other status fails the test.
    public JsonObject with(int expected) {
        if (status != expected) {
            throw new AssertionError(
                    "expected " + expected + ", answered " + status + ": " + text());
        }
        return Json.parseObject(body);
    }

    /// The array of an answer with status 200; any other status fails the test.
    public JsonArray array() {
        if (status == 200 && json() instanceof JsonArray array) {
            return array;
        }
        throw new AssertionError("expected 200 and an array, answered " + status + ": " + text());
    }

    /// The `errcode` of an error, with its status before it: `403 M_FORBIDDEN`. A success fails the test.
    public String error() {
        if (status < 400) {
            throw new AssertionError("expected an error, answered " + status + ": " + text());
        }
        return status + " " + Json.parseObject(body).string("errcode").orElse("without errcode");
    }

    /// The string member of a successful answer; without one the test fails.
    public String string(String name) {
        JsonObject object = ok();
        return object.string(name)
                .orElseThrow(() -> new AssertionError("no string " + name + " in " + object));
    }

    /// The objects in the array of that name of a successful answer; without one the test fails.
    public List<JsonObject> objects(String name) {
        JsonObject object = ok();
        return object.array(name)
                .orElseThrow(() -> new AssertionError("no array " + name + " in " + object))
                .objects();
    }

    /// The first value of a header, whatever its case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /// The body as JSON of any kind.
    public Json json() {
        return Json.parse(body);
    }

    /// The body as text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
