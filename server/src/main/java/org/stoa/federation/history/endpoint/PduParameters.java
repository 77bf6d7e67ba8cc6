package org.stoa.federation.history.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.http.Request;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;

/// What the endpoints read from the requests of other servers. Errors: M_INVALID_PARAM, M_MISSING_PARAM.
final class PduParameters {
    /// An event names at most 20 others; who asks about more extremities asks again.
    private static final int MAX_IDS = 100;

    private PduParameters() {}

    static RoomId roomId(Request request) {
        return RoomId.tryParse(request.path("roomId"))
                .orElseThrow(() -> invalid("roomId", "a room id"));
    }

    static EventId eventId(Request request) {
        return EventId.tryParse(request.path("eventId"))
                .orElseThrow(() -> invalid("eventId", "an event id"));
    }

    /// The event that the query names.
    static EventId queriedEventId(Request request) {
        return EventId.tryParse(request.requiredQuery("event_id"))
                .orElseThrow(() -> invalid("event_id", "an event id"));
    }

    /// The events with these ids; what is no event id cannot be here and is left out.
    static List<EventId> eventIds(String name, List<String> texts) {
        if (texts.size() > MAX_IDS) {
            throw invalid(name, "a list of at most " + MAX_IDS + " events");
        }
        List<EventId> ids = new ArrayList<>();
        texts.stream().map(EventId::tryParse).flatMap(Optional::stream).forEach(ids::add);
        return ids;
    }

    /// How many events are wanted, at most `max`.
    static int limit(OptionalLong limit, int otherwise, int max) {
        if (limit.isPresent() && limit.getAsLong() < 0) {
            throw invalid("limit", "a number of events");
        }
        return (int) Math.min(limit.orElse(otherwise), max);
    }

    private static MatrixException invalid(String name, String expected) {
        return new MatrixException(ErrorCode.INVALID_PARAM, name + " is not " + expected);
    }
}
