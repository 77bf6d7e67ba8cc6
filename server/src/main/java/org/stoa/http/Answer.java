package org.stoa.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonObject;

/// A whole answer of the server, as one who asked in memory gets it.
///
/// @param status the status
/// @param headers names and values, in order
/// @param body all bytes of the body
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, List<Header> headers, byte[] body) {

    /// One header.
    public record Header(String name, String value) {}

    public Answer {
        headers = List.copyOf(headers);
    }

    /// Returns the first value of a header; its name in any case.
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /// Returns the body as text.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// Returns the body as a JSON object.
    public JsonObject json() {
        return Json.parseObject(body);
    }
}
