package org.stoa.rooms.endpoint;

import java.util.Optional;
import java.util.OptionalLong;
import org.stoa.http.Era;
import org.stoa.http.Request;
import org.stoa.platform.token.TimelineToken;
import org.stoa.protocol.error.ErrorCode;
import org.stoa.protocol.error.MatrixException;
import org.stoa.protocol.id.EventId;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonException;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.read.EventFilter;
import org.stoa.rooms.read.EventFormat;

/// What the endpoints of rooms read from their requests.
final class RoomParameters {
    private static final int MAX_LIMIT = 1_000;

    private RoomParameters() {}

    static RoomId roomId(Request request) {
        return RoomId.tryParse(request.path("roomId"))
                .orElseThrow(() -> invalid("roomId", "a room id such as !abc:example.org"));
    }

    static EventId eventId(Request request) {
        return EventId.tryParse(request.path("eventId"))
                .orElseThrow(() -> invalid("eventId", "an event id such as $abc"));
    }

    /// The user that a body names in `user_id`.
    static UserId target(Request request) {
        return UserId.tryParse(request.requiredString("user_id"))
                .orElseThrow(() -> invalid("user_id", "a user id such as @name:example.org"));
    }

    static Optional<String> reason(Request request) {
        return request.body().string("reason");
    }

    /// Refuses a join by a third-party invitation, which this server cannot verify yet.
    ///
    /// Errors: M_THREEPID_DENIED.
    static void refuseThirdPartySigned(Request request) {
        if (request.body().has("third_party_signed")) {
            throw new MatrixException(
                    ErrorCode.THREEPID_DENIED,
                    "This server knows no invitations by e-mail or phone");
        }
    }

    /// The shape of events in answers under the prefix of the request.
    static EventFormat format(Request request) {
        return isLegacy(request) ? EventFormat.LEGACY : EventFormat.CLIENT;
    }

    /// A place in a timeline that the query names; empty when it names none.
    ///
    /// Clients of the first API say START and END where they have no token.
    static Optional<String> place(Request request, String parameter) {
        return request.query(parameter)
                .filter(token -> !token.isEmpty())
                .map(token -> isLegacy(request) ? ofLegacy(token) : token);
    }

    private static String ofLegacy(String token) {
        return switch (token) {
            case "START" -> TimelineToken.BEGINNING.toString();
            case "END" -> TimelineToken.END.toString();
            default -> token;
        };
    }

    private static boolean isLegacy(Request request) {
        return request.era() == Era.R0 || request.era().isBeforeR0();
    }

    /// The filter in the query, as JSON.
    static EventFilter filter(Request request) {
        Optional<String> text = request.query("filter");
        if (text.isEmpty()) {
            return EventFilter.ALL;
        }
        try {
            JsonObject json = Json.parseObject(text.get());
            return EventFilter.of(json);
        } catch (JsonException malformed) {
            throw invalid("filter", "a JSON object");
        }
    }

    /// How many events are wanted: at least none, at most 1,000.
    static int limit(Request request, int otherwise) {
        OptionalLong limit = request.queryInteger("limit");
        if (limit.isEmpty()) {
            return otherwise;
        }
        if (limit.getAsLong() < 0) {
            throw invalid("limit", "a number of events");
        }
        return (int) Math.min(limit.getAsLong(), MAX_LIMIT);
    }

    /// Whether a walk goes to older events; empty when the request has no `dir`.
    static Optional<Boolean> backwards(Request request) {
        return request.query("dir")
                .map(
                        direction ->
                                switch (direction) {
                                    case "b" -> true;
                                    case "f" -> false;
                                    default -> throw invalid("dir", "b or f");
                                });
    }

    static MatrixException invalid(String name, String expected) {
        return new MatrixException(ErrorCode.INVALID_PARAM, name + " is not " + expected);
    }
}
