package org.stoa.bridge.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonString;

/// One commit as a line: eight hexadecimal digits of CRC-32C, a space, an array of `[key, value]` or `[key]` for a removal.
final class JournalLine {

    private static final int CHECKSUM_DIGITS = 8;

    private JournalLine() {}

    static byte[] write(Map<String, Optional<Json>> entries) {
        JsonArray.Builder array = JsonArray.builder();
        entries.forEach(
                (key, value) ->
                        array.add(
                                value.isPresent()
                                        ? JsonArray.of(new JsonString(key), value.orElseThrow())
                                        : JsonArray.of(new JsonString(key))));
        byte[] json = array.build().toBytes();
        ByteArrayOutputStream line = new ByteArrayOutputStream(json.length + CHECKSUM_DIGITS + 2);
        line.writeBytes(checksum(json, 0, json.length).getBytes(StandardCharsets.US_ASCII));
        line.write(' ');
        line.writeBytes(json);
        line.write('\n');
        return line.toByteArray();
    }

    /// Returns what the bytes from start to end hold; empty when they are no whole line.
    static Optional<Map<String, Optional<Json>>> read(byte[] bytes, int start, int end) {
        int json = start + CHECKSUM_DIGITS + 1;
        if (json >= end) {
            return Optional.empty();
        }
        String expected = new String(bytes, start, CHECKSUM_DIGITS, StandardCharsets.US_ASCII);
        if (!expected.equals(checksum(bytes, json, end - json))) {
            return Optional.empty();
        }
        return parse(new String(bytes, json, end - json, StandardCharsets.UTF_8));
    }

    private static Optional<Map<String, Optional<Json>>> parse(String text) {
        try {
            Map<String, Optional<Json>> entries = new LinkedHashMap<>();
            if (Json.parse(text) instanceof JsonArray commit) {
                for (Json entry : commit) {
                    if (!(entry instanceof JsonArray pair)
                            || pair.isEmpty()
                            || !(pair.get(0) instanceof JsonString(String key))) {
                        return Optional.empty();
                    }
                    entries.put(key, pair.size() > 1 ? Optional.of(pair.get(1)) : Optional.empty());
                }
                return Optional.of(entries);
            }
            return Optional.empty();
        } catch (JsonException notJson) {
            return Optional.empty();
        }
    }

    private static String checksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return "%08x".formatted(checksum.getValue());
    }
}
