package org.stoa.rooms.endpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.stoa.http.Response;

/// Answers with an array of events that come part by part: whole when there is one part, otherwise each part is sent before
/// the next one is read.
final class EventArray {
    private EventArray() {}

    /// Returns the answer.
    ///
    /// @param before JSON text in front of the array
    /// @param parts the events as texts; one part at least
    /// @param after JSON text behind the array
    static Response response(String before, Iterator<List<byte[]>> parts, String after) {
        ByteArrayOutputStream first = new ByteArrayOutputStream(1024);
        first.writeBytes(utf8(before + "["));
        boolean hasEvents = add(first, parts.next(), false);
        if (!parts.hasNext()) {
            first.writeBytes(utf8("]" + after));
            return Response.okJson(first.toByteArray());
        }
        return Response.stream(
                200,
                "application/json",
                out -> {
                    first.writeTo(out);
                    boolean isBehindOthers = hasEvents;
                    while (parts.hasNext()) {
                        ByteArrayOutputStream part = new ByteArrayOutputStream(1024);
                        isBehindOthers = add(part, parts.next(), isBehindOthers);
                        part.writeTo(out);
                    }
                    out.write(utf8("]" + after));
                });
    }

    /// Adds events, and returns whether the array has any now.
    private static boolean add(
            ByteArrayOutputStream out, List<byte[]> events, boolean isBehindOthers) {
        boolean comma = isBehindOthers;
        for (byte[] event : events) {
            if (comma) {
                out.write(',');
            }
            comma = true;
            out.writeBytes(event);
        }
        return comma;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
