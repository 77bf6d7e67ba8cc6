package org.stoa.search.endpoint;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.stoa.http.Endpoint;
import org.stoa.http.Era;
import org.stoa.http.Fields;
import org.stoa.http.JsonBuffer;
import org.stoa.http.JsonPieces;
import org.stoa.http.RateLimitKind;
import org.stoa.http.Request;
import org.stoa.http.Response;
import org.stoa.http.Route;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.json.JsonObject;
import org.stoa.rooms.event.StoredEvent;
import org.stoa.rooms.read.EventFormat;
import org.stoa.rooms.read.EventPieces;
import org.stoa.rooms.read.RoomReading;
import org.stoa.search.EventSearch;
import org.stoa.search.SearchWish;

/// Finds events by their words.
///
/// The state of rooms is sent part by part, since it may be long.
/// Spec: client-server-api#post_matrixclientv3search (v1.19).
public final class SearchEvents implements Endpoint {
    private static final Route ROUTE =
            Route.post("/search", Era.V3, Era.R0, Era.API_V1)
                    .limit(RateLimitKind.EXPENSIVE)
                    .smallBody()
                    .allowSuspended()
                    .build();

    private final EventSearch search;
    private final RoomReading reading;

    /// Creates the endpoint.
    public SearchEvents(EventSearch search, RoomReading reading) {
        this.search = search;
        this.reading = reading;
    }

    @Override
    public Route route() {
        return ROUTE;
    }

    @Override
    public Response handle(Request request) {
        Optional<Fields> criteria =
                request.fields().requiredObject("search_categories").object("room_events");
        if (criteria.isEmpty()) {
            return Response.ok(JsonObject.of("search_categories", JsonObject.EMPTY));
        }
        SearchWish wish = SearchWish.of(criteria.get());
        EventFormat format = request.era() == Era.V3 ? EventFormat.CLIENT : EventFormat.LEGACY;
        EventSearch.Page page =
                search.search(
                        request.requester(),
                        wish,
                        request.query("next_batch").filter(token -> !token.isEmpty()),
                        format);
        JsonBuffer begun = new JsonBuffer().beginObject().name("search_categories").beginObject();
        begun.name("room_events").beginObject(page.roomEvents().toBytes());
        if (!wish.includeState() || page.rooms().isEmpty()) {
            return Response.okJson(begun.endObject().endObject().endObject().toBytes());
        }
        Iterator<RoomState> states =
                page.rooms().stream()
                        .map(room -> new RoomState(room, state(request, wish, page, room, format)))
                        .iterator();
        return Response.json(begun.name("state").beginObject(), new States(states));
    }

    private EventPieces state(
            Request request,
            SearchWish wish,
            EventSearch.Page page,
            RoomId room,
            EventFormat format) {
        Predicate<StoredEvent> wanted =
                event ->
                        !wish.filter().lazyLoadMembers()
                                || !event.type().equals("m.room.member")
                                || page.senders().contains(event.parsed().stateKey().orElse(""));
        return reading.state(request.requester(), room, wanted, format);
    }

    /// The state of a room, of which a part may be written.
    private record RoomState(RoomId room, EventPieces events) {}

    /// The states of rooms, one after the other, and the end of the answer.
    private static final class States implements JsonPieces {
        private final Iterator<RoomState> rest;
        private @Nullable RoomState current;

        /// @param rest each is read when it is its turn
        States(Iterator<RoomState> rest) {
            this.rest = rest;
        }

        @Override
        public boolean writeNext(JsonBuffer out) {
            RoomState state = current;
            if (state == null && !rest.hasNext()) {
                out.endObject().endObject().endObject().endObject();
                return false;
            }
            if (state == null) {
                state = rest.next();
                out.name(state.room().toString()).beginArray();
            }
            state.events().write(out);
            current = state.events().hasNext() ? state : null;
            if (current == null) {
                out.endArray();
            }
            return true;
        }
    }
}
