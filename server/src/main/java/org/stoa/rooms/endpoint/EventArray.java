package org.stoa.rooms.endpoint;

import org.stoa.http.JsonBuffer;
import org.stoa.http.Response;
import org.stoa.rooms.read.EventPieces;

/// Answers with an array of events, of any length.
final class EventArray {
    private EventArray() {}

    /// Returns an answer that is an array.
    static Response response(EventPieces events) {
        return Response.json(
                new JsonBuffer().beginArray(),
                out -> {
                    events.write(out);
                    if (!events.hasNext()) {
                        out.endArray();
                    }
                    return events.hasNext();
                });
    }

    /// Returns an answer that is an object with an array as its only member.
    static Response response(String name, EventPieces events) {
        return Response.json(
                new JsonBuffer().beginObject().name(name).beginArray(),
                out -> {
                    events.write(out);
                    if (!events.hasNext()) {
                        out.endArray().endObject();
                    }
                    return events.hasNext();
                });
    }
}
